/** What is known of a thing, as it is edited field by field, and what happens when two people edit it at once. Pure. */
import { isProblem } from '$lib/api/problem';

/** As the server has it: null or left out is nothing. */
export type Values<F extends string> = Partial<Record<F, string | null>>;

/** As it is typed: empty is nothing. */
export type Typed<F extends string> = Record<F, string>;

/** A refusal because somebody else saved first. */
export interface Clash<F extends string> {
	version: number;
	current: Values<F>;
	/** What others changed meanwhile. */
	theirs: F[];
}

export type Keep<F extends string> = Partial<Record<F, 'mine' | 'theirs'>>;

/** An edit as history has it. */
export interface KeptEdit {
	id: string;
	by: string;
	at: string;
	address: string;
	changes: { field: string; before?: string | null; after?: string | null }[];
	reverts?: string | null;
	reverted: boolean;
	/** A part of a merge, or of its undoing. */
	merge?: string | null;
	/** The contact that was edited, where that may be another that came into this one. */
	contact?: string;
}

/** The edits of a noun with these fields. */
export function editing<F extends string>(fields: readonly F[]) {
	const draftOf = (values?: Values<F>) =>
		Object.fromEntries(fields.map((field) => [field, values?.[field] ?? ''])) as Typed<F>;

	const pick = (
		which: (field: F) => boolean,
		value: (field: F) => string | null | undefined
	): Values<F> =>
		Object.fromEntries(
			fields.filter(which).map((field) => [field, value(field) ?? null])
		) as Values<F>;

	/** Only what differs from what was in front; null takes a value away. */
	function changes(draft: Typed<F>, before: Values<F>): Values<F> {
		const now = draftOf(before);
		return pick(
			(field) => draft[field].trim() !== now[field],
			(field) => draft[field].trim() || null
		);
	}

	function conflictIn(error: unknown): Clash<F> | undefined {
		if (!isProblem(error, 'version_conflict')) return undefined;
		const detail = error.detail as
			{ version?: number; current?: Values<F>; changed?: { field: string }[] } | undefined;
		if (!detail?.current || detail.version === undefined) return undefined;
		const touched = new Set(detail.changed?.map((change) => change.field));
		return {
			version: detail.version,
			current: detail.current,
			theirs: fields.filter((field) => touched.has(field))
		};
	}

	const same = (mine: Values<F>, theirs: Values<F>, field: F) =>
		(mine[field] ?? '') === (theirs[field] ?? '');

	/** The fields that both changed, each to something else: here a person must choose. */
	const clashes = (mine: Values<F>, conflict: Clash<F>): F[] =>
		conflict.theirs.filter((field) => field in mine && !same(mine, conflict.current, field));

	/** What is still mine to say after choosing: what clashed only where mine was chosen, the rest as it was. */
	function settled(mine: Values<F>, conflict: Clash<F>, keep: Readonly<Keep<F>>): Values<F> {
		const open = new Set(clashes(mine, conflict));
		return pick(
			(field) =>
				field in mine &&
				!same(mine, conflict.current, field) &&
				(!open.has(field) || keep[field] === 'mine'),
			(field) => mine[field]
		);
	}

	return { fields, draftOf, changes, conflictIn, clashes, settled };
}

export type Editing<F extends string> = ReturnType<typeof editing<F>>;
