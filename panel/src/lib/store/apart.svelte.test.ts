import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { apart } from './apart.svelte';

class Thing {
	name = $state('');
	loud = $derived(this.name.toUpperCase());
}

test('what is made by the first who looks is followed by them too', () => {
	let thing: Thing | undefined;
	const seen: string[] = [];
	const name = $derived((thing ??= apart(() => new Thing())).loud);
	const leave = $effect.root(() => {
		$effect(() => void seen.push(name));
	});
	flushSync();
	if (thing) thing.name = 'Luz';
	flushSync();
	leave();
	expect(seen).toEqual(['', 'LUZ']);
});
