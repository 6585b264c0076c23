/** Without accents and case, as people type when they look for something. */
export function fold(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** True when every word that was typed begins some word of the text. */
export function finds(text: string, typed: string): boolean {
	const words = fold(text).split(/[^\p{L}\p{N}]+/u);
	return fold(typed)
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean)
		.every((part) => words.some((word) => word.startsWith(part)));
}
