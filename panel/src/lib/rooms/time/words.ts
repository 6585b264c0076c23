/** Lengths of time and periods, as people say them. */
import { number, speech } from '$lib/text/index.svelte';
import { dayOf } from '$lib/rooms/member/day';

const unit = (n: number, of: 'hour' | 'minute' | 'second') =>
	number(n, { style: 'unit', unit: of, unitDisplay: 'short' });

/** `1 h 5 min`; seconds only of what is less than a minute. */
export function duration(seconds: number): string {
	if (seconds < 60) return unit(Math.max(0, seconds), 'second');
	const minutes = Math.floor(seconds / 60);
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	if (!hours) return unit(rest, 'minute');
	return rest ? `${unit(hours, 'hour')} ${unit(rest, 'minute')}` : unit(hours, 'hour');
}

/** A calendar day has no hour: noon is that day in every zone. */
export const noon = (day: string) => `${day}T12:00:00`;

export interface Days {
	from: string;
	to: string;
}

/** This month as the person's calendar shows it, or one before: `-1` is the last one. */
export function month(now: number, off: number, zone: string = speech.zone): Days {
	const [year = 0, of = 1] = dayOf(new Date(now).toISOString(), zone).split('-').map(Number);
	const day = (month: number, date: number) =>
		new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
	return { from: day(of - 1 + off, 1), to: day(of + off, 0) };
}
