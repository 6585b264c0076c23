/** What is looked for, as the address has it: so that Back, a bookmark and a colleague find the same. */
import type { Kind } from './find.svelte';

export const kinds = ['contact', 'ticket', 'message'] as const satisfies Kind[];
const states = ['live', 'closed'] as const;

export interface Asked {
	q: string;
	kind?: Kind;
	/** Of which tickets; of contacts none of this is asked. */
	state?: (typeof states)[number];
	team?: string;
	channel?: string;
}

export function asked(search: URLSearchParams): Asked {
	const kind = kinds.find((one) => one === search.get('kind'));
	const q = search.get('q') ?? '';
	if (kind === 'contact') return { q, kind };
	return {
		q,
		kind,
		state: states.find((one) => one === search.get('state')),
		team: search.get('team') ?? undefined,
		channel: search.get('channel') ?? undefined
	};
}

/** What goes behind the `?`. */
export function written({
	q,
	kind,
	state,
	team,
	channel
}: Asked): Record<string, string | undefined> {
	return kind === 'contact' ? { q, kind } : { q, kind, state, team, channel };
}
