/** An edit of a contact, and what becomes of it when somebody else saved first (B7). Pure. */

export const fields = ['name', 'phone', 'email', 'document', 'company', 'position'] as const;
export type FieldName = (typeof fields)[number];
export type Values = Record<FieldName, string>;
export type Changes = Partial<Record<FieldName, string | null>>;

type Profile = Partial<Record<FieldName, string | null>>;

export function valuesOf(contact: Profile): Values {
	const text = (f: FieldName) => contact[f] ?? '';
	return {
		name: text('name'),
		phone: text('phone'),
		email: text('email'),
		document: text('document'),
		company: text('company'),
		position: text('position')
	};
}

/** What was changed; nothing in a field takes it away. */
export function changesOf(before: Values, after: Values): Changes {
	const changes: Changes = {};
	for (const field of fields) {
		const value = after[field].trim();
		if (value !== before[field]) changes[field] = value || null;
	}
	return changes;
}

/** What the server says when somebody else saved first. */
export interface Clash {
	version: number;
	current: Profile;
	changed: { field: string; before: string | null; after: string | null; at: string }[];
}

export interface Row {
	field: FieldName;
	theirs: string;
	/** What I wrote there; nothing where only they changed it. */
	mine?: string;
}

/** What they changed, and where both of us did, each with what is to be chosen from. */
export function rowsOf({ current, changed }: Clash, mine: Changes): Row[] {
	const touched = new Set(changed.map((c) => c.field));
	return fields
		.filter((field) => touched.has(field))
		.map((field) => {
			const theirs = current[field] ?? '';
			const own = mine[field];
			return own === undefined || (own ?? '') === theirs
				? { field, theirs }
				: { field, theirs, mine: own ?? '' };
		});
}

/** What is saved in the end: mine, but where theirs was chosen. */
export function settled(mine: Changes, rows: Row[], theirs: ReadonlySet<FieldName>): Changes {
	const dropped = new Set(
		rows.filter((r) => theirs.has(r.field) || r.mine === undefined).map((r) => r.field)
	);
	const kept = fields.filter((field) => field in mine && !dropped.has(field));
	return Object.fromEntries(kept.map((field) => [field, mine[field]]));
}
