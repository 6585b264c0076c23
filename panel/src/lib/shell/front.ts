import type { Me } from '$lib/me/session.svelte';
import { shellOrganisations } from './of';

/** Which organisation was in front last, in this window: pages about oneself stand before it. */
const KEY = 'relevo.front';

export function toFront(org: string): void {
	sessionStorage.setItem(KEY, org);
}

/** The last one, if one is still a member there; else one's home. */
export function front(me: Me): string | undefined {
	const last = sessionStorage.getItem(KEY);
	const all = shellOrganisations(me);
	return (all.find((one) => one.id === last) ?? all[0])?.id;
}
