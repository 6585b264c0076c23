import { speech } from '$lib/text/index.svelte';

/** What the table says comes with it. */
export async function load() {
	await speech.whole();
}
