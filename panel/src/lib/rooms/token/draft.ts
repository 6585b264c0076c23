import type { Asked } from '$lib/api/shapes';

type Body = Asked<'/api/v1/organisations/{org}/tokens', 'post'>;
type Permission = NonNullable<Body['permissions']>[number];

export interface Draft {
	name: string;
	/** All that its owner may do, now and later, or the ones that are chosen. */
	extent: 'all' | 'some';
	permissions: string[];
	/** Days from now, `never`, or `date` for the one that is chosen. */
	until: string;
	date: string;
}

/** For how long tokens are usually made: one that never ends is a choice, not what one gets. */
export const spans = ['30', '90', '365', 'date', 'never'] as const;

export function draftOf(): Draft {
	return { name: '', extent: 'some', permissions: [], until: '90', date: '' };
}

export function body(draft: Draft, now: number): Body {
	return {
		name: draft.name,
		permissions: draft.extent === 'all' ? null : (draft.permissions as Permission[]),
		expires_at: expiry(draft, now)
	};
}

const DAY = 86_400_000;

function expiry({ until, date }: Draft, now: number): string | null {
	if (until === 'never') return null;
	if (until !== 'date') return new Date(now + Number(until) * DAY).toISOString();
	// To the end of that day, as the person's own calendar has it. A day that was not chosen is over already, so that the
	// server says so beside the field.
	const end = new Date(`${date || '1970-01-01'}T23:59:59`);
	return end.toISOString();
}

/** The permissions that a person holds anywhere: what is not held cannot be given. */
export function held(can: Readonly<Record<string, unknown>>): string[] {
	return Object.keys(can).filter((permission) => can[permission] === true);
}
