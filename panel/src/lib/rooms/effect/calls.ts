import type { Answer } from '$lib/api/shapes';

/** What a change of somebody's rights would open and close. */
export type Effect = Answer<'/api/v1/organisations/{org}/roles/{role}/preview', 'post'>;
export type Person = Effect['people'][number];
export type Part = Person['opens'][number];

/** Whether anything opens or closes for anybody. */
export const touches = ({ people, more }: Effect) => people.length > 0 || more > 0;

/** Parts that hold in the same tickets stand in one line. */
export function lines(
	parts: readonly Part[]
): { permissions: Part['permission'][]; tickets: Part['tickets'] }[] {
	const found = new Map<string, { permissions: Part['permission'][]; tickets: Part['tickets'] }>();
	for (const { permission, tickets } of parts) {
		const key = JSON.stringify(tickets ?? null);
		const line = found.get(key);
		if (line) line.permissions.push(permission);
		else found.set(key, { permissions: [permission], tickets });
	}
	return [...found.values()];
}
