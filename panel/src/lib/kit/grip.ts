import { getContext, setContext, type Snippet } from 'svelte';

const KEY = Symbol('grip');

/** Gives every section inside a handle at the end of its line, by which it is put elsewhere. */
export function provideGrip(grip: Snippet<[string]>): void {
	setContext(KEY, grip);
}

export function useGrip(): Snippet<[string]> | undefined {
	return getContext(KEY);
}
