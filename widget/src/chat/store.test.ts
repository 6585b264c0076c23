import { expect, test } from 'vitest';
import { browserStore } from './store';

const METHODS = ['getItem', 'setItem', 'removeItem'] as const;
type Stored = Storage & Record<string, string>;

/** As much of `Storage` as is used: its keys are its entries, its methods are not. */
function storage(): Stored {
	const held = {} as Stored;
	const methods: Pick<Storage, (typeof METHODS)[number]> = {
		getItem: (name) => held[name] ?? null,
		setItem: (name, value) => void (held[name] = value),
		removeItem: (name) => void Reflect.deleteProperty(held, name)
	};
	for (const name of METHODS)
		Object.defineProperty(held, name, { value: methods[name], configurable: true });
	return held;
}

function full(held: Stored): Stored {
	return Object.defineProperty(held, 'setItem', { value: refuse });
}

function refuse(): never {
	throw new DOMException('no', 'SecurityError');
}

test('channels of one server do not see each other', () => {
	const held = storage();
	const [a, b] = ['relevo:a:', 'relevo:b:'].map((prefix) => browserStore(prefix, () => held));
	a?.set('token', '1');
	b?.set('token', '2');
	b?.set('out:x', '{}');
	expect(a?.get('token')).toBe('1');
	expect(a?.names('out:')).toEqual([]);
	expect(b?.names('out:')).toEqual(['out:x']);
	expect(Object.keys(held).sort()).toEqual(['relevo:a:token', 'relevo:b:out:x', 'relevo:b:token']);
	b?.remove('out:x');
	expect(b?.names('out:')).toEqual([]);
});

test.each([
	['storage that may not even be named', refuse],
	['storage that takes nothing', () => full(storage())]
])('%s is replaced by memory', (_, open) => {
	const store = browserStore('relevo:a:', open);
	store.set('token', '1');
	expect(store.get('token')).toBe('1');
	expect(store.names('tok')).toEqual(['token']);
	store.remove('token');
	expect(store.get('token')).toBeNull();
});

test('storage that is full later keeps what it has, and memory the rest', () => {
	const held = storage();
	const store = browserStore('relevo:a:', () => held);
	store.set('token', '1');
	full(held);
	store.set('token', '2');
	store.set('draft', 'x');
	expect(store.get('token')).toBe('2');
	expect(store.names('').sort()).toEqual(['draft', 'token']);
});
