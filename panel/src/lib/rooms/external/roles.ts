/** What somebody who comes from outside can be. The server lets no more through than the ceiling of external members. */
import { roleKey, roleLabel, type Role } from '$lib/rooms/member/model';

export const ADVISOR = 'external_advisor';
/** Of the built-in ones, those that work on tickets. */
const WORKING = ['advisor', 'conversation_agent', 'operator'];

/** External advisor first: who may invite may give it; of the others, those that one gives. */
export function rolesFor(roles: readonly Role[]): { value: string; label: string }[] {
	const own = roles.find(({ builtin }) => builtin === ADVISOR);
	const others = roles.filter(
		(role) => role.givable && !role.hidden && (!role.builtin || WORKING.includes(role.builtin))
	);
	return [...(own ? [own] : []), ...others].map((role) => ({
		value: roleKey(role),
		label: roleLabel(role)
	}));
}
