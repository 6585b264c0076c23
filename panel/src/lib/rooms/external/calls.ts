import { api, take } from '$lib/api/client';
import type { Answer, Asked, Item } from '$lib/api/shapes';
import { endOfDay } from '$lib/rooms/member/day';
import type { Row } from '$lib/rooms/member/model';

const ORG = '/api/v1/organisations/{org}';
const of = (org: string) => ({ params: { path: { org } } });

export type Found = NonNullable<
	Answer<`${typeof ORG}/external-advisors/look-up`, 'post'>['advisor']
>;
export type New = Asked<`${typeof ORG}/external-advisors`, 'post'>;
export type Loan = Item<`${typeof ORG}/loans`>;
export type Request = Item<`${typeof ORG}/loan-requests`>;
/** A person may serve in several hosts: what tells the lines apart is both. */
export type Lent = Item<`${typeof ORG}/lent`> & { id: string };
export type Lending = Answer<`${typeof ORG}/lending`, 'get'>;
export type Rule = Lending['rule'];

export async function lookUp(org: string, phone: string, email: string) {
	const body = { phone, email };
	const found = await take(api.POST(`${ORG}/external-advisors/look-up`, { ...of(org), body }));
	return found.advisor ?? undefined;
}

/** Until the last moment of the day that was chosen. */
export function asked(
	{ phone, email }: Pick<New, 'phone' | 'email'>,
	{ role, teams, until }: { role: string; teams: string[]; until: string }
): New {
	const roles = [role] as New['roles'];
	return { phone, email, roles, teams, until: until ? endOfDay(until) : undefined };
}

export const borrow = (org: string, body: New) =>
	take(api.POST(`${ORG}/external-advisors`, { ...of(org), body }));

/** All who serve here from outside; there are few. */
export async function externalsHere(org: string): Promise<Row[]> {
	const all: Row[] = [];
	let cursor: string | undefined;
	do {
		const query = { external: true, limit: 200, cursor };
		const page = await take(api.GET(`${ORG}/members`, { params: { path: { org }, query } }));
		all.push(...page.items);
		cursor = page.next ?? undefined;
	} while (cursor);
	return all;
}

export async function loans(org: string): Promise<Loan[]> {
	return (await take(api.GET(`${ORG}/loans`, of(org)))).items;
}

/** Until when somebody serves here; `null` is for good. */
export const setUntil = (org: string, member: string, until: string | null) =>
	take(
		api.PUT(`${ORG}/external-advisors/{member}/until`, {
			params: { path: { org, member } },
			body: { until }
		})
	);

export const withdraw = (org: string, loan: string) =>
	take(api.DELETE(`${ORG}/loans/{loan}`, { params: { path: { org, loan } } }));

export async function requests(org: string): Promise<Request[]> {
	return (await take(api.GET(`${ORG}/loan-requests`, of(org)))).items;
}

export const give = (org: string, loan: string) =>
	take(api.POST(`${ORG}/loan-requests/{loan}/approval`, { params: { path: { org, loan } } }));

export const refuse = (org: string, loan: string) =>
	take(api.POST(`${ORG}/loan-requests/{loan}/refusal`, { params: { path: { org, loan } } }));

export async function lent(org: string): Promise<Lent[]> {
	const { items } = await take(api.GET(`${ORG}/lent`, of(org)));
	return items.map((one) => ({ ...one, id: `${one.member} ${one.host.id}` }));
}

export const recall = (org: string, member: string, host: string) =>
	take(api.DELETE(`${ORG}/lent/{member}/{host}`, { params: { path: { org, member, host } } }));

export const readLending = (org: string) => take(api.GET(`${ORG}/lending`, of(org)));

export const saveLending = (org: string, body: Asked<`${typeof ORG}/lending`, 'put'>) =>
	take(api.PUT(`${ORG}/lending`, { ...of(org), body }));
