import { chosenLanguages } from '$lib/text/choice';
import { speech } from '$lib/text/index.svelte';

// One page for every address; what it shows is decided in the browser.
export const ssr = false;
export const prerender = false;

export async function load() {
	await speech.use(chosenLanguages());
	return {};
}
