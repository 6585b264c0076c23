import { clock, speech, t } from '$lib/text/index.svelte';
import * as format from '$lib/text/format';
import type { Now } from './calls';

/** An instant as one says it, by the clock of the calendar's own zone. */
function when(at: string, zone: string): string {
	const manner = { locale: speech.locale, zone };
	const time = format.date(manner, at, 'time');
	const days = format.daysApart(manner, at, clock.now);
	if (days === 0) return t('hours.when.today', { time });
	if (days === 1) return t('hours.when.tomorrow', { time });
	return t('hours.when.day', { day: format.date(manner, at, 'weekday'), time });
}

/** How it stands now: *Cerrado, abre mañana a las 9:00*. */
export function standing(now: Now, zone: string): { text: string; tone: 'online' | 'offline' } {
	const tone = now.open ? 'online' : 'offline';
	if (now.open)
		return {
			tone,
			text: now.until
				? t('hours.now.open.until', { when: when(now.until, zone) })
				: t('hours.now.open')
		};
	return {
		tone,
		text: now.until
			? t('hours.now.closed.until', { when: when(now.until, zone) })
			: t('hours.now.closed')
	};
}

// A Monday: only its weekday is looked at.
const MONDAY = Date.UTC(2024, 0, 1);

/** The weekdays from Monday on, as headings. */
export function weekdays(style: 'long' | 'short' | 'narrow' = 'long'): string[] {
	const names = new Intl.DateTimeFormat(speech.locale, { weekday: style, timeZone: 'UTC' });
	const name = (day: number) => names.format(MONDAY + day * 86_400_000);
	return Array.from({ length: 7 }, (_, day) => {
		const word = name(day);
		return word.charAt(0).toLocaleUpperCase(speech.locale) + word.slice(1);
	});
}

/** `9:00 – 14:00`, as a person of this language writes times of day. */
export function spanWords({ from, until }: { from: string; until: string }): string {
	const at = (time: string) => {
		const [hours = 0, minutes = 0] = time.split(':').map(Number);
		// A day's end is written as such, and not as the next day's beginning.
		if (hours === 24) return '24:00';
		return format.date(
			{ locale: speech.locale, zone: 'UTC' },
			MONDAY + (hours * 60 + minutes) * 60_000,
			'time'
		);
	};
	return `${at(from)} – ${at(until)}`;
}

/** A date without a zone, in a style of ours. */
export const dateWords = (date: string, style: format.DateStyle) =>
	format.date({ locale: speech.locale, zone: 'UTC' }, `${date}T00:00:00Z`, style);

/** On which dates a special day is. */
export function specialWords(day: { whole: boolean; from: string; until: string }): string {
	if (!day.from || !day.until) return '';
	const at = (wall: string) =>
		day.whole
			? dateWords(wall, 'date')
			: `${dateWords(wall.slice(0, 10), 'date')}, ${wall.slice(11)}`;
	return day.from === day.until ? at(day.from) : `${at(day.from)} – ${at(day.until)}`;
}
