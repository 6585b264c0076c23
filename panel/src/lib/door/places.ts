/** What a browser knows of where someone is, and the lists to choose from when it is wrong. */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const here = { zone, country: countryOf(zone, navigator.language) };

/**
 * In which country somebody is: that of their language when its clocks go as theirs does, else the one whose clocks do. A
 * browser that speaks Spanish without saying whose stands in Mexico more often than in Spain.
 */
export function countryOf(zone: string, language: string): string {
	const spoken = new Intl.Locale(language).maximize().region ?? 'MX';
	const keeps = (country: string) => zonesOf(country).includes(zone);
	if (keeps(spoken)) return spoken;
	return countries('en').find(({ value }) => keeps(value))?.value ?? spoken;
}

/** Not every browser knows them, and some by their older name. */
function zonesOf(country: string): readonly string[] {
	const locale: Intl.Locale & {
		getTimeZones?: () => string[] | undefined;
		timeZones?: string[];
	} = new Intl.Locale(`und-${country}`);
	return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/**
 * Every time zone that the browser knows, with where it stands now: `America/Mexico_City · GMT-6`. Browsers list some by the
 * name they had long ago (`America/Buenos_Aires`); the chosen one stands there as it was chosen.
 */
export function zones(
	locale: string,
	chosen?: string | null
): { value: string; label: string; hint: string }[] {
	const now = new Date();
	return named(chosen || here.zone).map((zone) => {
		const parts = new Intl.DateTimeFormat(locale, {
			timeZone: zone,
			timeZoneName: 'shortOffset'
		}).formatToParts(now);
		const offset = parts.find((p) => p.type === 'timeZoneName')?.value ?? '';
		return { value: zone, label: zone.replaceAll('_', ' ').replaceAll('/', ' / '), hint: offset };
	});
}

function named(chosen: string): string[] {
	const all = Intl.supportedValuesOf('timeZone');
	if (all.includes(chosen)) return all;
	const old = listed(chosen);
	return old ? [...all.filter((zone) => zone !== old), chosen].sort() : all;
}

/** The name that the browser lists a zone by; none of one that is newer than the browser. */
function listed(zone: string): string | undefined {
	try {
		return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
	} catch {
		return undefined;
	}
}

/** Countries by their name in the person's language. The standard has no list, so every pair of letters is asked for. */
export function countries(locale: string): { value: string; label: string }[] {
	const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	// Groups of countries, test codes and the like have names too.
	const none = new Set([
		'EU',
		'EZ',
		'UN',
		'QO',
		'XA',
		'XB',
		'ZZ',
		'AC',
		'CP',
		'CQ',
		'DG',
		'EA',
		'IC',
		'TA'
	]);
	return letters
		.flatMap((a) => letters.map((b) => a + b))
		.filter((code) => !none.has(code))
		.flatMap((code) => {
			const label = names.of(code);
			// A code that was given up has its heir's name.
			return label && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
				? [{ value: code, label }]
				: [];
		})
		.sort((a, b) => a.label.localeCompare(b.label, locale));
}
