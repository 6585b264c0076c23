/** Weeks and months, by the calendar alone: dates are `2026-11-22`. */
import { addDays } from './draft';

export const monthOf = (date: string) => `${date.slice(0, 7)}-01`;

/** The Monday of a date's week. */
export function monday(date: string): string {
	const day = new Date(`${date}T00:00:00Z`).getUTCDay();
	return addDays(date, -((day + 6) % 7));
}

/** The first of a month, so many months on. */
export function moved(date: string, months: number): string {
	const at = new Date(`${monthOf(date)}T00:00:00Z`);
	at.setUTCMonth(at.getUTCMonth() + months);
	return at.toISOString().slice(0, 10);
}

/** Minutes since midnight of `09:30`. */
export function minutes(time: string): number {
	const [hours = 0, rest = 0] = time.split(':').map(Number);
	return hours * 60 + rest;
}
