/** What the pages of people make of what the API says: words for states and roles, and which optional permissions stand how. */
import { permissionLabel } from '$lib/me/permission';
import type { Answer, Item } from '$lib/api/shapes';
import { speech, t, type Key } from '$lib/text/index.svelte';

export type Row = Item<'/api/v1/organisations/{org}/members'>;
export type Person = Answer<'/api/v1/organisations/{org}/members/{member}', 'get'>;
export type Role = Item<'/api/v1/organisations/{org}/roles'>;
export type Switch = Item<'/api/v1/organisations/{org}/members/{member}/switches'>;

export const states = ['active', 'invited', 'suspended', 'removed'] as const;
export type State = Row['state'] | 'expired' | 'cancelled';
type Tone = 'online' | 'paused' | 'offline' | 'info' | 'bad';

const tones: Record<State, Tone> = {
	active: 'online',
	invited: 'info',
	expired: 'bad',
	cancelled: 'offline',
	suspended: 'paused',
	removed: 'offline'
};

/** An invitation that nobody can accept any more is a state of its own: somebody has to send it again. */
export function stateOf({ state, invitation }: Pick<Row, 'state' | 'invitation'>): State {
	if (state !== 'invited') return state;
	if (!invitation) return 'cancelled';
	return invitation.expired ? 'expired' : 'invited';
}

export function stateShown(row: Pick<Row, 'state' | 'invitation'>): { text: string; tone: Tone } {
	const state = stateOf(row);
	return { text: t(`member.state.${state}`), tone: tones[state] };
}

/** A built-in role is named by the catalogue, another by whoever made it. */
export function roleLabel({ builtin, name }: Pick<Role, 'builtin' | 'name'>): string {
	const key = `role.${builtin}`;
	return builtin && key in speech.messages.catalogue ? t(key as Key) : name;
}

/** How a role is named where roles are given. */
export const roleKey = ({ builtin, id }: Pick<Role, 'builtin' | 'id'>) => builtin ?? id;

export interface Optional {
	permission: Switch['permission'];
	/** What the roles say by themselves. */
	byDefault: boolean;
	/** For the whole organisation, when it was switched. */
	everywhere?: Switch;
	/** In one channel or one team, against what holds elsewhere. */
	exceptions: Switch[];
	/** Whether a channel or a team can have it otherwise. */
	placed: boolean;
}

/** The permissions that are optional in any of someone's roles, with how each stands for them. */
export function optionals(
	roles: readonly Role[],
	held: readonly Pick<Role, 'id'>[],
	switches: readonly Switch[]
): Optional[] {
	const mine = roles.filter((role) => held.some(({ id }) => id === role.id));
	const found = new Map<string, Optional>();
	const always = new Set<string>();
	for (const role of mine)
		for (const [permission, cell] of Object.entries(role.cells ?? {})) {
			if (cell.state === 'always') {
				always.add(permission);
				continue;
			}
			const on = cell.state === 'on';
			const before = found.get(permission);
			if (before) {
				before.byDefault ||= on;
				before.placed ||= cell.base !== 'desk';
				continue;
			}
			const own = switches.filter((one) => one.permission === permission);
			found.set(permission, {
				permission: permission as Switch['permission'],
				byDefault: on,
				everywhere: own.find((one) => one.scope === 'organisation'),
				exceptions: own.filter((one) => one.scope !== 'organisation'),
				placed: cell.base !== 'desk'
			});
		}
	// What another role gives in any case is nothing to switch.
	return [...found.values()]
		.filter(({ permission }) => !always.has(permission))
		.sort((a, b) =>
			permissionLabel(a.permission).localeCompare(permissionLabel(b.permission), speech.locale)
		);
}

export const stands = ({ everywhere, byDefault }: Optional) => everywhere?.on ?? byDefault;
