/** Dates and sizes as a customer reads them. The clock is an argument. */
import { locale } from '.';

export function time(at: string | number): string {
	return new Date(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}

/** Days as the customer's own clock turns them. */
export function dayOf(at: string | number): string {
	return new Date(at).toDateString();
}

export function dayLine(at: string | number, now: number): string {
	const text = day(at, now);
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** A day and a time that are still to come: *mañana, 9:00*. */
export const moment = (at: string, now: number) => `${day(at, now)}, ${time(at)}`;

function day(at: string | number, now: number): string {
	const date = new Date(at);
	const midnight = (time: Date | number) => new Date(time).setHours(0, 0, 0, 0);
	// Rounded, since a day may have 23 hours or 25.
	const ago = Math.round((midnight(now) - midnight(date)) / 86_400_000);
	return Math.abs(ago) < 2
		? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-ago, 'day')
		: date.toLocaleDateString(locale, {
				weekday: ago < 7 ? 'long' : undefined,
				day: 'numeric',
				month: 'long',
				year: date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
			});
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function size(bytes: number): string {
	const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: units[step] ?? 'byte',
		unitDisplay: 'short',
		maximumFractionDigits: step > 1 ? 1 : 0
	}).format(bytes / 1024 ** step);
}

/** At most two letters: of the first and the last word. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/).filter(Boolean);
	const last = words.length > 1 ? words.at(-1) : '';
	return [words[0], last]
		.map((word) => Array.from(word ?? '')[0] ?? '')
		.join('')
		.toLocaleUpperCase(locale);
}

/** Text cut at its addresses, so that they can be pressed. Only what a browser opens as a page. */
export function links(text: string): { text: string; href?: string }[] {
	const parts: { text: string; href?: string }[] = [];
	let end = 0;
	for (const match of text.matchAll(/https?:\/\/[^\s<>"«»]+/gi)) {
		// What ends a sentence does not belong to the address.
		const href = match[0].replace(/[.,;:!?'’)\]]+$/, (tail) =>
			tail.startsWith(')') && match[0].includes('(') ? ')' : ''
		);
		if (!URL.canParse(href)) continue;
		if (match.index > end) parts.push({ text: text.slice(end, match.index) });
		parts.push({ text: href, href });
		end = match.index + href.length;
	}
	if (end < text.length) parts.push({ text: text.slice(end) });
	return parts;
}
