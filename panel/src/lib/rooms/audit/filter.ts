/** What the log is cut to, as the address has it, and as the API asks for it. */
export interface Filter {
	who: string;
	what: string;
	from: string;
	to: string;
}

export function filterOf(query: URLSearchParams): Filter {
	const of = (name: keyof Filter) => query.get(name) ?? '';
	return { who: of('who'), what: of('what'), from: of('from'), to: of('to') };
}

/** Days are those of the person's calendar, both of them whole. */
export function ask({ who, what, from, to }: Filter) {
	return {
		...(who ? { actor: who } : {}),
		...(what ? { action: `${what}.` } : {}),
		...(from ? { from: midnight(from, 0) } : {}),
		...(to ? { to: midnight(to, 1) } : {})
	};
}

function midnight(day: string, later: number): string | undefined {
	const [y, m, d] = day.split('-').map(Number);
	if (!y || !m || !d) return undefined;
	return new Date(y, m - 1, d + later).toISOString();
}
