/** WCAG's arithmetic, for the tests of the tokens and of the avatars' colours. */

function channels(hex: string): [number, number, number] {
	const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
	const part = (at: number) => parseInt(full.slice(at, at + 2), 16) / 255;
	return [part(1), part(3), part(5)];
}

export function luminance(hex: string): number {
	const [r, g, b] = channels(hex).map((c) =>
		c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
	) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}
