import { speech } from '$lib/text/index.svelte';

/** What Manage says comes with it. */
export async function load() {
	await speech.whole();
}
