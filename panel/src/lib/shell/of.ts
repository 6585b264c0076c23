import { lines } from '$lib/manage/sections';
import type { Standing } from '$lib/me/presence.svelte';
import type { Me, Membership } from '$lib/me/session.svelte';
import {
	presences,
	type Place,
	type Presence,
	type ShellOrganisation,
	type ShellPerson
} from './model';

/** What the frame shows, out of what the API says of us. */

export function shellPerson(
	{ account }: Me,
	{ member, organisation }: Membership,
	standing?: Standing,
	/** Through another's eyes one is still oneself. */
	viewing = false
): ShellPerson {
	const presence = standing?.presence ?? member.presence;
	return {
		id: account.id,
		name: (viewing
			? `${account.first_name} ${account.last_name}`
			: `${member.first_name} ${member.last_name}`
		).trim(),
		email: account.email,
		photo:
			member.photo && !viewing
				? `/api/v1/organisations/${organisation.id}/files/${member.photo}`
				: null,
		presence: presences.find((p) => p === presence) ?? ('offline' satisfies Presence),
		open: standing?.open,
		quota: standing?.quota
	};
}

/** Home first, then by name; with how many tickets of ours have something unread there. */
export function shellOrganisations(
	{ memberships }: Me,
	unread: (org: string) => number = () => 0
): ShellOrganisation[] {
	return memberships
		.map((m) => ({
			id: m.organisation.id,
			name: m.organisation.name,
			external: m.external,
			unread: unread(m.organisation.id)
		}))
		.sort((a, b) => Number(a.external) - Number(b.external) || a.name.localeCompare(b.name));
}

/** Where we have any business. There is something to manage when any section of it is ours. */
export function placesOf({ can }: Membership): Place[] {
	const holds = (permission: string) => can[permission] === true;
	const places: Place[] = ['tickets'];
	if (holds('contact.read')) places.push('contacts');
	if (holds('monitor.read')) places.push('monitor');
	if (lines.some((line) => line.any.some(holds))) places.push('manage');
	return places;
}

export function placeOf(pathname: string): Place | undefined {
	const place = pathname.split('/')[3];
	return (['tickets', 'contacts', 'monitor', 'manage'] as const).find((p) => p === place);
}
