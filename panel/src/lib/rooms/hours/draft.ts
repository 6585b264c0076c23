/** What a calendar's form holds, and what of it is sent. Times are as an input of the browser has them. */
import type { Body, Holiday, Hours } from './calls';

/** Until a time of the same day, or of the next; midnight is the next day's. */
export interface Span {
	from: string;
	until: string;
	next: boolean;
}

export interface Said {
	locale: string;
	text: string;
}

export interface Pause extends Span {
	name: string;
	days: number[];
	message: Said[];
}

/** Whole days count their last one in; else it ends at a minute. */
export interface SpecialDay {
	name: string;
	whole: boolean;
	from: string;
	until: string;
	yearly: boolean;
	message: Said[];
}

export interface Draft {
	name: string;
	zone: string;
	week: Span[][];
	pauses: Pause[];
	special: SpecialDay[];
	answers: boolean;
	derives: boolean;
	message: Said[];
	organisation: boolean;
	teams: string[];
	channels: string[];
}

/** The most that a file may hold, in bytes: less than what a request may. */
export const largest = 200 * 1024;

const pad = (n: number) => String(n).padStart(2, '0');

function split(time: string): { time: string; next: boolean } {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return { time: `${pad(hours % 24)}:${pad(minutes)}`, next: hours >= 24 };
}

/** `06:00` of the next day is `30:00`. */
export function joined({ until, next }: Pick<Span, 'until' | 'next'>): string {
	const [hours = 0, minutes = 0] = until.split(':').map(Number);
	return `${pad(hours + (next ? 24 : 0))}:${pad(minutes)}`;
}

export function spanOf({ from, until }: { from: string; until: string }): Span {
	const end = split(until);
	return { from, until: end.time, next: end.next };
}

/** A date some days later or earlier, by the calendar alone. */
export function addDays(date: string, days: number): string {
	const at = new Date(`${date}T00:00:00Z`);
	at.setUTCDate(at.getUTCDate() + days);
	return at.toISOString().slice(0, 10);
}

const midnight = (wall: string) => wall.endsWith('T00:00');

export function specialOf(
	day: Pick<Holiday, 'name' | 'from' | 'until'> & { yearly?: boolean; message?: Said[] }
): SpecialDay {
	const whole = midnight(day.from) && midnight(day.until);
	return {
		name: day.name,
		whole,
		from: whole ? day.from.slice(0, 10) : day.from,
		until: whole ? addDays(day.until.slice(0, 10), -1) : day.until,
		yearly: day.yearly ?? false,
		message: day.message ?? []
	};
}

function special(day: SpecialDay) {
	const { whole, ...rest } = day;
	if (!whole) return rest;
	return {
		...rest,
		from: `${day.from}T00:00`,
		until: day.until ? `${addDays(day.until, 1)}T00:00` : ''
	};
}

/** The same day with its times, or without them. */
export function toggled(day: SpecialDay, whole: boolean): SpecialDay {
	if (whole === day.whole) return day;
	return whole
		? { ...day, whole, from: day.from.slice(0, 10), until: day.until.slice(0, 10) }
		: {
				...day,
				whole,
				from: day.from && `${day.from}T00:00`,
				until: day.until && `${addDays(day.until, 1)}T00:00`
			};
}

/** When it is over, for looking which have passed. */
export const isPast = (day: SpecialDay, today: string) =>
	!day.yearly && day.until !== '' && day.until.slice(0, 10) < today;

export function draftOf(hours: Hours): Draft {
	return {
		name: hours.name,
		zone: hours.time_zone,
		week: hours.week.map((day) => day.map(spanOf)),
		pauses: (hours.pauses ?? []).map((pause) => ({
			...pause,
			...spanOf(pause),
			message: pause.message ?? []
		})),
		special: (hours.special_days ?? []).map(specialOf),
		answers: hours.answers,
		derives: hours.derives,
		message: hours.message ?? [],
		organisation: hours.organisation,
		teams: hours.teams,
		channels: hours.channels
	};
}

export function bodyOf(draft: Draft): Body {
	return {
		name: draft.name.trim(),
		time_zone: draft.zone,
		week: draft.week.map((day) => day.map((span) => ({ from: span.from, until: joined(span) }))),
		pauses: draft.pauses.map(({ name, days, message, ...span }) => ({
			name,
			days,
			message,
			from: span.from,
			until: joined(span)
		})),
		special_days: draft.special.map(special),
		answers: draft.answers,
		derives: draft.derives,
		message: draft.message,
		organisation: draft.organisation,
		teams: draft.teams,
		channels: draft.channels
	} as Body;
}

/** With what a new one begins: office hours, for nobody yet. */
export function fresh(name: string, zone: string): Body {
	const day = [{ from: '09:00', until: '18:00' }];
	return {
		name: name.trim(),
		time_zone: zone,
		week: [day, day, day, day, day, [], []],
		pauses: [],
		special_days: [],
		message: [],
		answers: true,
		derives: false
	} as Body;
}

/** Days that are not there yet. */
export function adds(there: readonly SpecialDay[], found: readonly Holiday[]): Holiday[] {
	const key = (day: SpecialDay) => `${day.name}|${day.from}|${day.until}`;
	const known = new Set(there.map(key));
	return found.filter((day) => !known.has(key(specialOf(day))));
}

/** The inputs that a browser leaves empty while they are half typed, by the names that the server gives them. */
export function unfilled(draft: Draft): string[] {
	const empty: string[] = [];
	const look = (at: string, one: { from: string; until: string }) => {
		if (!one.from) empty.push(`${at}.from`);
		else if (!one.until) empty.push(`${at}.until`);
	};
	draft.week.forEach((day, d) => day.forEach((span, n) => look(`week[${d}][${n}]`, span)));
	draft.pauses.forEach((pause, n) => look(`pauses[${n}]`, pause));
	draft.special.forEach((day, n) => look(`special_days[${n}]`, day));
	return empty;
}
