/** Dates, numbers and money as a person of one locale and time zone reads them. Pure: the time is an argument. */

/** What the API sends (RFC 3339), or what we have. */
export type Instant = string | number | Date;

export interface Manner {
	locale: string;
	zone: string;
}

const cache = new Map<string, unknown>();

/** Intl's objects are slow to make and hold nothing of their own. */
function kept<T>(key: string, make: () => T): T {
	let value = cache.get(key) as T | undefined;
	if (value === undefined) {
		value = make();
		cache.set(key, value);
	}
	return value;
}

function dates({ locale, zone }: Manner, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return kept(`d ${locale} ${zone} ${JSON.stringify(options)}`, () => {
		return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
	});
}

function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	return kept(
		`n ${locale} ${JSON.stringify(options)}`,
		() => new Intl.NumberFormat(locale, options)
	);
}

function relatives(locale: string): Intl.RelativeTimeFormat {
	return kept(
		`r ${locale}`,
		() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })
	);
}

const styles = {
	/** 9:31 */
	time: { hour: 'numeric', minute: '2-digit' },
	/** 22 nov */
	day: { day: 'numeric', month: 'short' },
	/** domingo, 22 de noviembre */
	weekday: { weekday: 'long', day: 'numeric', month: 'long' },
	/** 22 nov 2026 */
	date: { day: 'numeric', month: 'short', year: 'numeric' },
	/** 22 de noviembre de 2026, 9:31 */
	full: { dateStyle: 'long', timeStyle: 'short' }
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof styles;

export function date(manner: Manner, at: Instant, style: DateStyle): string {
	return dates(manner, styles[style]).format(new Date(at));
}

/** The calendar day in the person's zone, as `2026-11-22`: what day lines group by. */
export function dayOf(manner: Manner, at: Instant): string {
	return dates(
		{ locale: 'en-CA', zone: manner.zone },
		{ year: 'numeric', month: '2-digit', day: '2-digit' }
	).format(new Date(at));
}

const DAY = 86_400_000;

/** How many midnights of the person's zone lie between the two; negative for what is past. */
export function daysApart(manner: Manner, at: Instant, now: Instant): number {
	return Math.round((Date.parse(dayOf(manner, at)) - Date.parse(dayOf(manner, now))) / DAY);
}

/** As short as a row of a list wants it: `ahora`, `18 min`, `2 h`, `ayer`, `14 oct`, `14 oct 2024`. */
export function brief(manner: Manner, at: Instant, now: Instant): string {
	const past = new Date(now).getTime() - new Date(at).getTime();
	const days = daysApart(manner, at, now);
	if (Math.abs(past) < 60_000) return relatives(manner.locale).format(0, 'second');
	if (past > 0 && past < DAY && (days === 0 || past < 6 * 3_600_000)) return span(manner, past);
	if (days === -1 || days === 1) return relatives(manner.locale).format(days, 'day');
	if (days === 0) return date(manner, at, 'time');
	return date(
		manner,
		at,
		dayOf(manner, at).slice(0, 4) === dayOf(manner, now).slice(0, 4) ? 'day' : 'date'
	);
}

/** The heading of a day: `hoy`, `ayer`, or the day itself. */
export function dayLine(manner: Manner, at: Instant, now: Instant): string {
	const days = daysApart(manner, at, now);
	if (days === 0 || days === -1) {
		const word = relatives(manner.locale).format(days, 'day');
		return `${capital(manner.locale, word)}, ${dates(manner, { day: 'numeric', month: 'long' }).format(new Date(at))}`;
	}
	const sameYear = dayOf(manner, at).slice(0, 4) === dayOf(manner, now).slice(0, 4);
	return capital(
		manner.locale,
		sameYear
			? date(manner, at, 'weekday')
			: dates(manner, { dateStyle: 'full' }).format(new Date(at))
	);
}

/** A length of time in its largest unit: `45 s`, `18 min`, `2 h`, `3 d`. */
export function span(manner: Manner, ms: number): string {
	const [value, unit] =
		ms < 60_000
			? [ms / 1000, 'second']
			: ms < 3_600_000
				? [ms / 60_000, 'minute']
				: ms < DAY
					? [ms / 3_600_000, 'hour']
					: [ms / DAY, 'day'];
	return numbers(manner.locale, {
		style: 'unit',
		unit: unit as string,
		unitDisplay: 'short',
		maximumFractionDigits: 0,
		roundingMode: 'floor'
	} as Intl.NumberFormatOptions).format(value as number);
}

export function number(
	manner: Manner,
	value: number,
	options: Intl.NumberFormatOptions = {}
): string {
	return numbers(manner.locale, options).format(value);
}

/** Counts stop where the server stops counting: `999+`. */
export function count(manner: Manner, value: number, most = 999): string {
	return value > most ? `${number(manner, most)}+` : number(manner, value);
}

/** Money comes as integer minor units; how many decimals it has is the currency's affair. */
export function money(manner: Manner, minor: number, currency: string): string {
	const format = numbers(manner.locale, { style: 'currency', currency });
	const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(minor / 10 ** digits);
}

export function bytes(manner: Manner, value: number): string {
	const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
	const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(value, 1)) / 3));
	const digits = step > 1 ? 1 : 0;
	return numbers(manner.locale, {
		style: 'unit',
		unit: units[step] ?? 'byte',
		unitDisplay: 'short',
		maximumFractionDigits: digits
	}).format(value / 1000 ** step);
}

export function list(
	manner: Manner,
	items: string[],
	type: 'conjunction' | 'disjunction' = 'conjunction'
): string {
	return kept(
		`l ${manner.locale} ${type}`,
		() => new Intl.ListFormat(manner.locale, { type })
	).format(items);
}

function capital(locale: string, text: string): string {
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
