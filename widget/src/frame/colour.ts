/** Colours that can be read, whatever colour the organisation chose. WCAG's arithmetic. */

type Rgb = [number, number, number];

export const HOUSE = '#0e6b5c';

function rgb(hex: string): Rgb {
	const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
	return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb;
}

function hex(colour: Rgb): string {
	return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
	const [r, g, b] = rgb(colour).map((part) => {
		const c = part / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	}) as Rgb;
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

export function mix(a: string, b: string, share: number): string {
	const [from, to] = [rgb(a), rgb(b)];
	return hex(from.map((part, i) => part + ((to[i] ?? 0) - part) * share) as Rgb);
}

/** What is not a colour is our own. */
export function colourOf(text: string | null | undefined): string {
	return text && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text) ? text : HOUSE;
}

export function inkOn(colour: string): string {
	// Where white falls short of 4.5, black has more than that: there is no colour on which both fail.
	return contrast('#ffffff', colour) >= 4.5 ? '#ffffff' : '#000000';
}

/** The colour moved towards black or white until it can be read on all of the grounds. */
export function readable(colour: string, grounds: readonly string[], ratio: number): string {
	const dark = luminance(grounds[0] ?? '#ffffff') < 0.2;
	for (let share = 0; share < 1; share += 0.05) {
		const tried = mix(colour, dark ? '#ffffff' : '#000000', share);
		if (grounds.every((ground) => contrast(tried, ground) >= ratio)) return tried;
	}
	return dark ? '#ffffff' : '#000000';
}

/** The variables of `tokens.css` that follow from the organisation's colour, for one theme. */
export function palette(colour: string, dark: boolean): Record<string, string> {
	const [bg, panel] = dark ? ['#101312', '#171b19'] : ['#f6f6f4', '#ffffff'];
	const text = readable(colour, [bg, panel], 4.5);
	const ink = inkOn(colour);
	return {
		'--accent': colour,
		'--accent-ink': ink,
		'--accent-press': mix(colour, ink === '#ffffff' ? '#000000' : '#ffffff', 0.14),
		'--accent-text': text,
		'--accent-soft': mix(panel, colour, dark ? 0.24 : 0.1),
		/** Tells a filled thing from its ground when the two are nearly one colour. */
		'--accent-line': contrast(colour, panel) < 1.6 ? mix(colour, text, 0.35) : colour
	};
}
