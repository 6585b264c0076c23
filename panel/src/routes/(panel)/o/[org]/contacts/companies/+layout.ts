import { speech } from '$lib/text/index.svelte';

/** Companies come with their words, after what one works with. */
export const load = async () => {
	await speech.whole();
};
