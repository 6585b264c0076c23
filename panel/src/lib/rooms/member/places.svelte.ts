/** What people are put into and serve: read once for the pages that choose among them. */
import { allChannels, allTeams } from '$lib/rooms/channel/calls';
import { useShelf } from '$lib/rooms/listing/shelf.svelte';
import { allOrigins, allRoles } from './calls';
import { roleKey, roleLabel } from './model';

export function usePlaces(org: string) {
	const roles = useShelf(org, ['role'], () => allRoles(org));
	const teams = useShelf(org, ['team'], () => allTeams(org));
	const channels = useShelf(org, ['channel'], () => allChannels(org));
	const origins = useShelf(org, ['origin'], () => allOrigins(org));
	const named = (things: readonly { id: string; name: string }[]) =>
		things.map(({ id, name }) => ({ value: id, label: name }));
	return {
		get roles() {
			return roles.items;
		},
		/** Those that I may give, and those that are held already. */
		rolesFor(held: readonly string[] = []) {
			return roles.items
				.filter((role) => held.includes(roleKey(role)) || (role.givable && !role.hidden))
				.map((role) => ({ value: roleKey(role), label: roleLabel(role) }));
		},
		get allRoles() {
			return roles.items.map((role) => ({ value: roleKey(role), label: roleLabel(role) }));
		},
		get teams() {
			return named(teams.items);
		},
		get channels() {
			return named(channels.items);
		},
		get origins() {
			return named(origins.items);
		}
	};
}
export type Places = ReturnType<typeof usePlaces>;
