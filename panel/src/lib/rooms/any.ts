import { t } from '$lib/text/index.svelte';

/** What a filter chooses from, where none of them is any of them. */
export const orAny = (items: readonly { id: string; name: string }[]) => [
	{ value: '', label: t('search.any') },
	...items.map(({ id, name }) => ({ value: id, label: name }))
];
