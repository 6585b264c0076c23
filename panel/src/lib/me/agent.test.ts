import { expect, test } from 'vitest';
import { agentOf } from './agent';

test('a browser that calls itself by others’ names too is known by its own', () => {
	const windows =
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
	expect(agentOf(`${windows} Chrome/140.0 Safari/537.36 Edg/140.0`)).toEqual({
		browser: 'Edge',
		system: 'Windows',
		phone: false
	});
	expect(agentOf(`${windows} Chrome/140.0 Safari/537.36`).browser).toBe('Chrome');
	expect(
		agentOf(
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1'
		)
	).toEqual({ browser: 'Safari', system: 'iOS', phone: true });
});

test('what is no browser stays unnamed', () => {
	expect(agentOf('curl/8.5.0')).toEqual({ browser: undefined, system: undefined, phone: false });
});
