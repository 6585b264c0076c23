/** What the pages of roles make of what the API says: areas, words for cells, and where two roles differ. */
import { t } from '$lib/text/index.svelte';
import type { Change, New, Permission, Role } from './calls';

export type Cell = NonNullable<Role['cells']>[string];
export type Reach = NonNullable<Role['reach']>;

export const reaches = ['none', 'own', 'pool', 'teams', 'org'] as const satisfies readonly Reach[];
export const states = ['none', 'always', 'on', 'off'] as const;
export type State = (typeof states)[number];
export const bases = ['reach', 'own', 'pool', 'teams', 'desk'] as const;

/** In the order in which they are shown; what a permission is about is the first part of its name. */
export const areas = {
	tickets: ['ticket', 'note', 'call', 'integration'],
	contacts: ['contact', 'portfolio'],
	messages: ['canned', 'template', 'broadcast', 'catalogue'],
	orders: ['order', 'payment'],
	reports: ['report', 'monitor'],
	people: ['user', 'external', 'view', 'role', 'team', 'directory'],
	desk: [
		'organisation',
		'label',
		'origin',
		'resolution',
		'field',
		'hours',
		'channel',
		'audit',
		'settings'
	]
} as const;
export type Area = keyof typeof areas;

export function areaOf(permission: string): Area {
	const noun = permission.split('.')[0] ?? '';
	const found = Object.entries(areas).find(([, nouns]) =>
		(nouns as readonly string[]).includes(noun)
	);
	return (found?.[0] as Area | undefined) ?? 'desk';
}

/** The permissions by area, in the registry's order; areas with none are left out. */
export function byArea(permissions: readonly Permission[]): { area: Area; rows: Permission[] }[] {
	return (Object.keys(areas) as Area[])
		.map((area) => ({ area, rows: permissions.filter(({ name }) => areaOf(name) === area) }))
		.filter(({ rows }) => rows.length > 0);
}

export const cellOf = (role: Pick<Role, 'cells'>, permission: string): Cell | undefined =>
	role.cells?.[permission];

export const stateOf = (cell: Cell | undefined): State => cell?.state ?? 'none';

/** Where it holds, when that is not what the role's reach says already. */
export function whereOf(cell: Cell | undefined, permission: Pick<Permission, 'desk_wide'>): string {
	if (!cell || permission.desk_wide || cell.base === 'reach') return '';
	return t(`roles.base.${cell.base}`);
}

/** A cell as a sentence, for who hears the table and does not see it. */
export function said(cell: Cell | undefined, permission: Pick<Permission, 'desk_wide'>): string {
	const state = t(`roles.state.${stateOf(cell)}`);
	const where = whereOf(cell, permission);
	return where ? `${state} · ${where}` : state;
}

/** Whether these roles do not all say the same of a permission. */
export function differ(roles: readonly Pick<Role, 'cells'>[], permission: Permission): boolean {
	return new Set(roles.map((role) => said(cellOf(role, permission.name), permission))).size > 1;
}

/** What the page of a custom role changes. */
export interface Draft {
	name: string;
	reach: Reach;
	cells: Record<string, Cell>;
	gives: string[];
}

export function draftOf(role: Role): Draft {
	return {
		name: role.name,
		reach: role.reach ?? 'none',
		cells: inOrder(Object.entries(role.cells ?? {})),
		gives: given(role) ?? []
	};
}

/** The roles that may be given, when they are named one by one; undefined for all of them. */
export function given({ gives }: Pick<Role, 'gives'>): string[] | undefined {
	if (gives && 'only' in gives) return gives.only.filter((key) => key !== null);
	return gives ? undefined : [];
}

/** So that what was put back is no change. */
const inOrder = (cells: [string, Cell][]): Record<string, Cell> =>
	Object.fromEntries(cells.sort(([a], [b]) => (a < b ? -1 : 1)));

/** Another state for a permission; what it begins with is what roles usually have. */
export function put(draft: Draft, { name, desk_wide }: Permission, state: State): void {
	const rest = Object.entries(draft.cells).filter(([other]) => other !== name);
	const base = draft.cells[name]?.base ?? (desk_wide ? 'desk' : 'reach');
	draft.cells = inOrder(state === 'none' ? rest : [...rest, [name, { state, base }]]);
}

export function changeOf(draft: Draft, before: Draft): Change {
	const other = (field: keyof Draft) =>
		JSON.stringify(draft[field]) !== JSON.stringify(before[field]);
	return {
		...(other('name') && { name: draft.name }),
		...(other('reach') && { reach: draft.reach }),
		...(other('cells') && { cells: draft.cells }),
		...(other('gives') && { gives: { only: draft.gives } })
	};
}

/** A role made of another, or of nothing: one that only sees its own tickets. */
export function copyOf(name: string, from?: Role): New {
	return {
		name,
		reach: from?.reach ?? 'own',
		cells: from?.cells ?? {},
		gives: from?.gives ?? { only: [] }
	};
}
