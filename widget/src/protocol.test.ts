import { expect, test } from 'vitest';
import { received } from './protocol';

const frame = {} as Window;
const event = (change: object) =>
	({
		source: frame,
		origin: 'https://desk.example',
		data: { type: 'ready' },
		...change
	}) as MessageEvent;
const hear = (change: object) => received(event(change), frame, 'https://desk.example');

test('only the one window at the one origin is heard', () => {
	expect(hear({})).toEqual({ type: 'ready' });
	expect(hear({ source: {} as Window })).toBeNull();
	expect(hear({ origin: 'https://desk.example.evil' })).toBeNull();
	expect(hear({ origin: 'null' })).toBeNull();
	expect(received(event({ source: null }), null, 'https://desk.example')).toBeNull();
});

test('what is no message of ours is not taken for one', () => {
	for (const data of [null, undefined, 'ready', 7, {}, { type: 7 }])
		expect(hear({ data })).toBeNull();
});

test('no origin hears nothing', () => {
	expect(received(event({ origin: '' }), frame, '')).toBeNull();
});
