import type { Item } from '$lib/api/shapes';
import { speech, t, type Key } from '$lib/text/index.svelte';

/** Work that was tried and given up. What it would have done is not told, only which kind of work it is. */
export type GivenUp = Item<'/api/v1/organisations/{org}/dead-letters'>;

const known = (key: string): key is Key => key in speech.messages.catalogue;

/** The work as a person says it. One that this panel does not know yet keeps its name. */
export function workLabel(kind: string): string {
	const key = `dead-letters.work.${kind}`;
	return known(key) ? t(key) : kind;
}

/** Why the last attempt failed; a code without words of its own is shown, so that it can be asked about. */
export function reasonLabel(reason: string | null | undefined): string {
	const key = `dead-letters.reason.${reason}`;
	if (reason && known(key)) return t(key);
	return reason
		? t('dead-letters.reason.other', { code: reason })
		: t('dead-letters.reason.unknown');
}
