import type { Line } from './monitor.svelte';

/** The columns by which the table can stand. */
export const columns = [
	'name',
	'presence',
	'open',
	'unanswered',
	'on_hold',
	'snoozed',
	'closed',
	'first_reply',
	'resolution'
] as const;
export type Column = (typeof columns)[number];

export interface Order {
	key: Column;
	down: boolean;
}

/** Who is at work first, and of these who has most to answer. */
export const standing: Order = { key: 'presence', down: false };

const AT_WORK = ['online', 'paused', 'invisible', 'offline'];

const figures: Record<Exclude<Column, 'name'>, (line: Line) => number | undefined> = {
	presence: ({ member }) => AT_WORK.indexOf(member.presence),
	open: ({ tally }) => tally.open,
	unanswered: ({ tally }) => tally.unanswered,
	on_hold: ({ tally }) => tally.on_hold,
	snoozed: ({ tally }) => tally.snoozed,
	closed: ({ tally }) => tally.closed,
	first_reply: ({ tally }) => tally.first_reply_seconds ?? undefined,
	resolution: ({ tally }) => tally.resolution_seconds ?? undefined
};

/** In the order that is asked for; who has no such figure stands at the end, and names decide where figures do not. */
export function sorted(lines: readonly Line[], { key, down }: Order, locale: string): Line[] {
	const { compare } = new Intl.Collator(locale);
	const way = down ? -1 : 1;
	const byName = (a: Line, b: Line) => compare(a.name, b.name);
	if (key === 'name') return [...lines].sort((a, b) => way * byName(a, b));
	const of = figures[key];
	return [...lines].sort((a, b) => {
		const [x, y] = [of(a), of(b)];
		if (x === undefined || y === undefined)
			return Number(x === undefined) - Number(y === undefined) || byName(a, b);
		const more = key === 'presence' ? b.tally.unanswered - a.tally.unanswered : 0;
		return way * (x - y) || more || byName(a, b);
	});
}

/** The figures of all that are shown together. */
export function together(lines: readonly Line[]) {
	const sum = (of: (tally: Line['tally']) => number) =>
		lines.reduce((n, { tally }) => n + of(tally), 0);
	const online = lines.filter(({ member }) => member.presence === 'online').length;
	return {
		online,
		open: sum((tally) => tally.open),
		unanswered: sum((tally) => tally.unanswered),
		closed: sum((tally) => tally.closed)
	};
}

export function orderAsked(search: URLSearchParams): Order {
	const [key, way] = (search.get('sort') ?? '').split('-');
	const known = columns.find((column) => column === key);
	return known ? { key: known, down: way === 'down' } : standing;
}

/** Nothing for the order that everybody begins with. */
export function orderWritten({ key, down }: Order): string | undefined {
	if (key === standing.key && down === standing.down) return undefined;
	return down ? `${key}-down` : key;
}
