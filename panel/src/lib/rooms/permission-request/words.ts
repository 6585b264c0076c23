import { t } from '$lib/text/index.svelte';

/** Where it would hold: the channel or the team by its name, else everywhere. */
export const whereOf = (place: string | null | undefined) => place || t('asking.everywhere');
