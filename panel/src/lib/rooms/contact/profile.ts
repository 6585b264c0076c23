/** What is known of a contact, as it is edited, and what happens when two people edit it at once. Pure. */
import { isProblem } from '$lib/api/problem';

export const fields = [
	'name',
	'company',
	'phone',
	'email',
	'document',
	'country',
	'locale'
] as const;
export type FieldName = (typeof fields)[number];

/** As it is typed: empty is nothing. */
export type Draft = Record<FieldName, string>;

export type Profile = Partial<Record<FieldName, string | null>>;

export function draftOf(profile?: Profile): Draft {
	return Object.fromEntries(fields.map((field) => [field, profile?.[field] ?? ''])) as Draft;
}

/** Only what differs from what was in front; null takes a value away. */
export function changes(draft: Draft, before: Profile): Profile {
	const now = draftOf(before);
	return Object.fromEntries(
		fields
			.filter((field) => draft[field].trim() !== now[field])
			.map((field) => [field, draft[field].trim() || null])
	);
}

/** A refusal because somebody else saved first. */
export interface Conflict {
	version: number;
	current: Profile;
	/** What others changed meanwhile. */
	theirs: FieldName[];
}

export function conflictIn(error: unknown): Conflict | undefined {
	if (!isProblem(error, 'version_conflict')) return undefined;
	const detail = error.detail as
		{ version?: number; current?: Profile; changed?: { field: string }[] } | undefined;
	if (!detail?.current || detail.version === undefined) return undefined;
	const touched = new Set(detail.changed?.map((change) => change.field));
	return {
		version: detail.version,
		current: detail.current,
		theirs: fields.filter((field) => touched.has(field))
	};
}

/** The fields that both changed, each to something else: here a person must choose. */
export function clashes(mine: Profile, conflict: Conflict): FieldName[] {
	return conflict.theirs.filter(
		(field) => field in mine && (mine[field] ?? '') !== (conflict.current[field] ?? '')
	);
}

/** What is still mine to say after choosing: what clashed only where mine was chosen, the rest as it was. */
export function settled(
	mine: Profile,
	conflict: Conflict,
	keep: Readonly<Partial<Record<FieldName, 'mine' | 'theirs'>>>
): Profile {
	const open = new Set(clashes(mine, conflict));
	return Object.fromEntries(
		fields
			.filter((field) => field in mine)
			.filter((field) => (mine[field] ?? '') !== (conflict.current[field] ?? ''))
			.filter((field) => !open.has(field) || keep[field] === 'mine')
			.map((field) => [field, mine[field] ?? null])
	);
}
