/** What is asked for where it is missed: one dialog over every page, opened by whatever says why something cannot be done. */
import type { Why } from '$lib/kit/types';
import { session } from '$lib/me/session.svelte';
import { t } from '$lib/text/index.svelte';
import type { New, Scope } from './calls';

export interface Wish extends New {
	org: string;
	/** Why it cannot be done now, and who could change that. */
	why: Why;
}

class Asking {
	open = $state(false);
	wish = $state.raw<Wish>();

	start(wish: Wish): void {
		this.wish = wish;
		this.open = true;
	}

	clear(): void {
		this.open = false;
		this.wish = undefined;
	}
}

export const asking = new Asking();
session.onForget(() => asking.clear());

/** A reason with a way to ask for what is missing: only where the server named what would give it. */
export function withAsking(
	why: Why,
	wish: Omit<Wish, 'why' | 'scope'> & { scope: Scope | null | undefined }
): Why {
	const { scope, ...rest } = wish;
	if (!scope) return why;
	const run = () => asking.start({ ...rest, scope, why });
	return { ...why, ask: { hint: t('asking.hint'), label: t('asking.act'), run } };
}
