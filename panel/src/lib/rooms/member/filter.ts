/** What the list of people is narrowed by; it stands in the address. */
import { states } from './model';

export interface Filter {
	q?: string;
	role?: string;
	team?: string;
	state?: (typeof states)[number];
}

export function filterOf(search: URLSearchParams): Filter {
	const get = (name: string) => search.get(name)?.trim() || undefined;
	return {
		q: get('q'),
		role: get('role'),
		team: get('team'),
		state: states.find((one) => one === search.get('state'))
	};
}
