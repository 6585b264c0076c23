import { Problem } from '$lib/api/problem';
import { t } from '$lib/text/index.svelte';
import type { Body, Webhook } from './calls';

/** What a webhook's form holds, and what of it is sent. */
export interface Draft {
	name: string;
	url: string;
	/** Of all that happens, now and later, or of the kinds that are chosen. */
	extent: 'all' | 'some';
	kinds: string[];
	/** For whom it reads. */
	member: string;
}

export const draftOf = (hook?: Webhook, me = ''): Draft => ({
	name: hook?.name ?? '',
	url: hook?.url ?? '',
	extent: hook && hook.kinds.length > 0 ? 'some' : 'all',
	kinds: [...(hook?.kinds ?? [])],
	member: hook?.member.id ?? me
});

/** To the server no kind means all: whoever wants some and chose none is asked first. */
export function bodyOf(draft: Draft, hook?: Webhook): Body {
	if (draft.extent === 'some' && draft.kinds.length === 0)
		throw new Problem(422, { field: 'kinds', title: t('webhooks.kinds.none') });
	return {
		name: draft.name.trim(),
		url: draft.url.trim(),
		kinds: draft.extent === 'all' ? [] : draft.kinds,
		// Someone who has left the organisation is not said again: the rest may change without them.
		member:
			draft.member && draft.member !== hook?.member.id
				? (draft.member as Body['member'])
				: undefined
	};
}

/** Sent without TLS: no reason to refuse it, one to think. */
export const isPlain = (url: string) => /^\s*http:\/\//i.test(url);

export const spans = ['hour', 'day', 'week', 'all', 'date'] as const;
export type Span = (typeof spans)[number];

const HOUR = 3_600_000;
const lengths = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };

/** From when on to send again; nothing while no moment is chosen. `date` is a moment of the person's own calendar. */
export function sinceOf(
	{ span, date }: { span: Span; date: string },
	hook: Pick<Webhook, 'created_at'>,
	now: number
): string | undefined {
	if (span === 'all') return hook.created_at;
	if (span !== 'date') return new Date(now - lengths[span]).toISOString();
	const at = new Date(date);
	return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
