/** Canned responses: what is offered for what was typed, and their variables filled in. Pure. */
import type { components } from '$lib/api/schema';
import { finds, fold } from '$lib/kit/fold';

export type Canned = components['schemas']['Canned'];

export type Variable =
	| 'contact.name'
	| 'contact.first_name'
	| 'contact.phone'
	| 'contact.email'
	| 'ticket.number'
	| 'member.name'
	| 'member.first_name'
	| 'organisation.name';

/** The text as it is said to this customer. Of what is not known nothing is said. */
export function filled(body: string, values: Partial<Record<Variable, string | null>>): string {
	return body
		.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => values[name as Variable] ?? '')
		.replace(/ +([,.;:])/g, '$1')
		.replace(/ {2,}/g, ' ');
}

/** Those that fit, the best first: by their shortcut, then in the customer's language, then by name. */
export function offered(
	all: readonly Canned[],
	typed: string,
	locale?: string | null,
	category: (id: string) => string = () => ''
): Canned[] {
	const wanted = fold(typed.trim());
	const starts = (c: Canned) => wanted !== '' && fold(c.shortcut).startsWith(wanted);
	const foreign = (c: Canned) => Boolean(c.locale && locale && c.locale !== locale);
	return all
		.filter(
			(c) =>
				starts(c) || finds(`${c.shortcut} ${c.name} ${category(c.category ?? '')} ${c.body}`, typed)
		)
		.sort(
			(a, b) =>
				Number(starts(b)) - Number(starts(a)) ||
				Number(foreign(a)) - Number(foreign(b)) ||
				a.name.localeCompare(b.name)
		);
}
