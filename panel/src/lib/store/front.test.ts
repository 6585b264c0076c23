import { expect, test } from 'vitest';
import { Front } from './front';

test('it is in front until the last who shows it leaves', () => {
	const front = new Front();
	const [first, second] = [front.add('org_1', 'tkt_1'), front.add('org_1', 'tkt_1')];
	front.add('org_2', 'tkt_2');
	expect(front.all).toEqual([
		{ org: 'org_1', id: 'tkt_1' },
		{ org: 'org_2', id: 'tkt_2' }
	]);
	expect(front.of('org_1')).toEqual(['tkt_1']);
	first();
	expect(front.has('tkt_1')).toBe(true);
	second();
	expect([front.has('tkt_1'), front.of('org_1'), front.of('org_2')]).toEqual([
		false,
		[],
		['tkt_2']
	]);
});
