import { speech } from '$lib/text/index.svelte';

/** What stands below a contact comes with its words, after what one works with. */
export const standing = () =>
	Promise.all([import('./Standing.svelte'), speech.whole()]).then(([room]) => room.default);

export const merging = () =>
	Promise.all([import('./MergeContacts.svelte'), speech.whole()]).then(([room]) => room.default);

export const mergesList = () =>
	Promise.all([import('./Merges.svelte'), speech.whole()]).then(([room]) => room.default);
