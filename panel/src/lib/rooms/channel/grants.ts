/** How a permission stands for several members of a channel at once, and what is to be sent for what was chosen. */
import type { Seat, Stand } from './calls';

export const given = ['contact.edit', 'ticket.transfer', 'ticket.hold'] as const;
export type Given = (typeof given)[number];

export const standOf = (seat: Seat, permission: Given): Stand | undefined =>
	seat.permissions[permission];

/** Whose this permission can be switched at all. */
export const open = (seats: readonly Seat[], permission: Given) =>
	seats.filter((seat) => seat.may && standOf(seat, permission)?.fixed === false);

/** All, some or none of those for whom it can be switched; `fixed` when there is nobody. */
export function together(
	seats: readonly Seat[],
	permission: Given
): 'all' | 'some' | 'none' | 'fixed' {
	const which = open(seats, permission);
	if (which.length === 0) return 'fixed';
	const on = which.filter((seat) => standOf(seat, permission)?.on).length;
	return on === 0 ? 'none' : on === which.length ? 'all' : 'some';
}

/** One request for each permission that was touched, to those for whom it can be switched. */
export function requests(
	seats: readonly Seat[],
	wished: Partial<Record<Given, boolean>>,
	until: string | undefined
) {
	return given.flatMap((permission) => {
		const on = wished[permission];
		const members = open(seats, permission).map((seat) => seat.id);
		return on === undefined || members.length === 0
			? []
			: [{ members, permissions: { [permission]: on }, until }];
	});
}
