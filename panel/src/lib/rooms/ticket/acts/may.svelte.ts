/**
 * What a person may do to a ticket, as the server decided it: an act is there; or there with the reason why not, where one might
 * expect it; or not there at all. The panel has no rules of its own.
 */
import { SvelteMap } from 'svelte/reactivity';
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import type { Why } from '$lib/kit/types';
import { session } from '$lib/me/session.svelte';
import { permissionLabel } from '$lib/me/permission';
import { withAsking } from '$lib/rooms/permission-request/asking.svelte';
import { list, t } from '$lib/text/index.svelte';
import type { Ticket } from '../model';

type Can = components['schemas']['Can'];
type Denial = components['schemas']['Denial'];
type Giver = components['schemas']['Giver'];
type Permission = components['schemas']['Perm'];

/** `show` says whether the act has any business here; with `why` it is shown and cannot be done. */
export interface May {
	show: boolean;
	why?: Why;
}

/** Who could give it, where we may know their names; asked when a reason is first shown. */
const givers = new SvelteMap<string, Giver[]>();
session.onForget(() => givers.clear());

export function may(org: string, ticket: Ticket, permission: Permission): May {
	const can = ticket.can[permission] as Can | undefined;
	if (can === true) return { show: true };
	if (!can) return { show: false };
	if (!expected(can.denied)) return { show: false };
	const why = { text: missing(can.denied), who: who(org, ticket, can.denied) };
	const scope = can.denied.switch;
	return { show: true, why: withAsking(why, { org, permission, scope, ticket: ticket.id }) };
}

export const allowed = (ticket: Ticket, permission: Permission) => ticket.can[permission] === true;

/** What none of one's roles ever gives is nobody's expectation. */
function expected(denial: Denial): boolean {
	return denial.reason !== 'never' || (denial.optional_in?.length ?? 0) > 0;
}

function missing(denial: Denial): string {
	const permission = permissionLabel(denial.permission);
	if (denial.reason === 'capped') return t(`why.capped.${denial.by}`, { permission });
	if (denial.reason === 'expired') return t('why.expired', { permission });
	if (denial.reason === 'elsewhere') return t('why.elsewhere', { permission });
	if (denial.reason === 'duties') return t('why.duties');
	return t('why.never', { permission });
}

function who(org: string, ticket: Ticket, denial: Denial): string | undefined {
	if (denial.reason === 'capped' && denial.by === 'external') return t('why.nobody');
	if (denial.given_by.length === 0) return undefined;
	const key = `${ticket.id} ${denial.permission}`;
	if (session.may(org, 'user.view') && !givers.has(key))
		ask(key, org, ticket.id, denial.permission);
	const names = (givers.get(key) ?? []).flatMap((g) => ('name' in g ? [g.name] : []));
	if (names.length) return t('why.people', { names: list(names, 'disjunction'), n: names.length });
	const organisation = session.membership(org)?.organisation.name ?? '';
	return t('why.administration', { organisation });
}

function ask(key: string, org: string, ticket: string, permission: Permission): void {
	// Whoever reads may be in the middle of a derivation, where nothing may change.
	queueMicrotask(() => {
		if (givers.has(key)) return;
		givers.set(key, []);
		const path = { org, ticket, permission };
		take(
			api.GET('/api/v1/organisations/{org}/tickets/{ticket}/explain/{permission}', {
				params: { path }
			})
		).then(
			(found) => givers.set(key, found.givers),
			// Without the names the sentence stands as it is.
			() => undefined
		);
	});
}
