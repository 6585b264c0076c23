import { api, take } from '$lib/api/client';
import { Problem } from '$lib/api/problem';
import type { Asked, Item } from '$lib/api/shapes';
import { viewing } from '$lib/me/viewing.svelte';
import type { Person, Role } from './model';

const LIST = '/api/v1/organisations/{org}/members';
const ONE = '/api/v1/organisations/{org}/members/{member}';
const at = (org: string, member: string) => ({ params: { path: { org, member } } });

export type New = Asked<typeof LIST, 'post'>;
export type Flat = Asked<`${typeof ONE}/switches`, 'post'>;
export type Origin = Item<'/api/v1/organisations/{org}/origins'>;

export const invite = (org: string, body: New) =>
	take(api.POST(LIST, { params: { path: { org } }, body }));

export const readMember = (org: string, member: string) => take(api.GET(ONE, at(org, member)));

export const sendInvitation = (org: string, member: string) =>
	take(api.POST(`${ONE}/invitation`, at(org, member)));
export const cancelInvitation = (org: string, member: string) =>
	take(api.DELETE(`${ONE}/invitation`, at(org, member)));

export const suspend = (org: string, member: string) =>
	take(api.POST(`${ONE}/suspension`, at(org, member)));
export const resume = (org: string, member: string) =>
	take(api.DELETE(`${ONE}/suspension`, at(org, member)));
export const resetPassword = (org: string, member: string) =>
	take(api.POST(`${ONE}/password-reset`, at(org, member)));

export const removeMember = (org: string, member: string, reassign_to?: string) =>
	take(api.DELETE(ONE, { params: { path: { org, member }, query: { reassign_to } } }));

export async function allSwitches(org: string, member: string) {
	return (await take(api.GET(`${ONE}/switches`, at(org, member)))).items;
}
export const setSwitch = (org: string, member: string, body: Flat) =>
	take(api.POST(`${ONE}/switches`, { ...at(org, member), body }));
export const removeSwitch = (org: string, member: string, id: string) =>
	take(
		api.DELETE('/api/v1/organisations/{org}/members/{member}/switches/{switch}', {
			params: { path: { org, member, switch: id } }
		})
	);

/** What a change would open and close for somebody; nothing is changed. */
export const foreseeMember = (
	org: string,
	member: string,
	body: Asked<`${typeof ONE}/preview`, 'post'>
) => take(api.POST(`${ONE}/preview`, { ...at(org, member), body }));

export async function allRoles(org: string): Promise<Role[]> {
	const params = { path: { org } };
	return (await take(api.GET('/api/v1/organisations/{org}/roles', { params }))).items;
}

export async function allOrigins(org: string): Promise<Origin[]> {
	const params = { path: { org } };
	return (await take(api.GET('/api/v1/organisations/{org}/origins', { params }))).items;
}

/** What the page of a person changes; each part has its own route and its own rules. */
export interface Draft {
	first_name: string;
	last_name: string;
	phone: string;
	locale: string;
	roles: string[];
	teams: string[];
	team: string;
	channels: string[];
	origins: string[];
	/** Empty: as the organisation says. */
	quota: string;
}

type Step = 'name' | 'roles' | 'teams' | 'channels' | 'origins';

/** Which of the routes a change needs. */
export function steps(draft: Draft, before: Draft): Step[] {
	const other = (...fields: (keyof Draft)[]) =>
		fields.some((field) => JSON.stringify(draft[field]) !== JSON.stringify(before[field]));
	const needed: [Step, boolean][] = [
		['name', other('first_name', 'last_name', 'phone', 'locale', 'quota')],
		['roles', other('roles')],
		['teams', other('teams', 'team')],
		['channels', other('channels')],
		['origins', other('origins')]
	];
	return needed.filter(([, need]) => need).map(([step]) => step);
}

const seats = (draft: Draft) => draft.teams.map((id) => ({ id, default: id === draft.team }));

/** What of a change touches rights, all of it at once. */
export function foreseeDraft(org: string, member: string, draft: Draft, before: Draft) {
	const changed = steps(draft, before);
	return foreseeMember(org, member, {
		roles: changed.includes('roles') ? draft.roles : undefined,
		teams: changed.includes('teams') ? seats(draft) : undefined,
		channels: changed.includes('channels') ? draft.channels : undefined,
		origins: changed.includes('origins') ? draft.origins : undefined
	});
}

/** Saves one part after the other. What is refused without a field is said at the part that it was about. */
export async function saveMember(
	org: string,
	member: string,
	draft: Draft,
	before: Draft
): Promise<Person> {
	const where = at(org, member);
	const run: Record<Step, () => Promise<unknown>> = {
		name: () => {
			const { first_name, last_name, phone } = draft;
			const locale = draft.locale as Person['locale'];
			const quota = draft.quota.trim() === '' ? null : Number(draft.quota.trim());
			const body = { first_name, last_name, phone, locale, quota };
			return take(api.PATCH(ONE, { ...where, body }));
		},
		roles: () => take(api.PUT(`${ONE}/roles`, { ...where, body: { roles: draft.roles } })),
		teams: () => take(api.PUT(`${ONE}/teams`, { ...where, body: { teams: seats(draft) } })),
		channels: () =>
			take(api.PUT(`${ONE}/channels`, { ...where, body: { channels: draft.channels } })),
		origins: () => take(api.PUT(`${ONE}/origins`, { ...where, body: { origins: draft.origins } }))
	};
	for (const step of steps(draft, before)) {
		try {
			await run[step]();
		} catch (error) {
			if (!(error instanceof Problem) || error.field || step === 'name') throw error;
			throw new Problem(error.status, {
				code: error.code,
				title: error.message,
				field: step,
				params: { ...error.params },
				detail: error.detail
			});
		}
	}
	return readMember(org, member);
}

export function draftOf(person: Person): Draft {
	return {
		first_name: person.first_name,
		last_name: person.last_name,
		phone: person.phone ?? '',
		locale: person.locale,
		roles: person.roles.map((role) => role.builtin ?? role.id),
		teams: person.teams.map((team) => team.id),
		team: person.teams.find((team) => team.default)?.id ?? '',
		channels: [...person.channels],
		origins: [...person.origins],
		quota: person.quota === null || person.quota === undefined ? '' : String(person.quota)
	};
}

/** Looks through their eyes from here on; the page is made anew. */
export async function viewAs(org: string, member: string): Promise<void> {
	const begun = await take(api.POST(`${ONE}/view-as`, { ...at(org, member), body: {} }));
	viewing.begin({ ...begun, org });
}
