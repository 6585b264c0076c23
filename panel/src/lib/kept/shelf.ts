/**
 * Two rooms in this browser's IndexedDB: what was last seen, and what was written and is not on the server yet. Where the browser
 * gives us none, nothing is kept and nothing breaks. What is done in a room is done in order, so that nothing outlives a clearing.
 */
import { clear, createStore, delMany, entries, get, keys, set, type UseStore } from 'idb-keyval';

export interface Shelf<T> {
	get: (key: string) => Promise<T | undefined>;
	set: (key: string, value: T) => Promise<void>;
	drop: (...keys: string[]) => Promise<void>;
	keys: () => Promise<string[]>;
	all: () => Promise<[string, T][]>;
	clear: () => Promise<void>;
}

export function shelf<T>(name: string): Shelf<T> {
	let store: UseStore | undefined;
	let before: Promise<unknown> = Promise.resolve();

	/** Closed to us (a private window, a full disk): as if it were empty. */
	function then<R>(what: (store: UseStore) => Promise<R>, otherwise: R): Promise<R> {
		const now = before
			.then(() => what((store ??= createStore(`relevo.${name}`, name))))
			.catch(() => otherwise);
		before = now;
		return now;
	}

	return {
		get: (key) => then((s) => get<T>(key, s), undefined),
		set: (key, value) => then((s) => set(key, value, s), undefined),
		drop: (...gone) => then((s) => delMany(gone, s), undefined),
		keys: () => then((s) => keys<string>(s), []),
		all: () => then((s) => entries<string, T>(s), []),
		clear: () => then((s) => clear(s), undefined)
	};
}
