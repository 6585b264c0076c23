/** A colour and two letters for whoever has no picture: the same person looks the same everywhere. */

/** White can be read on each of these; `hue.test.ts` sees to it. */
export const hues = [
	'#8c6239',
	'#4b6b8c',
	'#6b4b8c',
	'#35705f',
	'#a0522c',
	'#3d5a52',
	'#7a5a86',
	'#2f6b4f',
	'#8a4b2a',
	'#3c4f8a',
	'#8a3f5c',
	'#5c6427'
] as const;

export function hue(id: string): string {
	let hash = 2166136261;
	for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
	return hues[(hash >>> 0) % hues.length] ?? hues[0];
}

/** Words that join names and are none. */
const joints = /^(de|del|la|las|los|el|y|e|da|do|dos|das|van|von|di|s\.?a\.?|c\.?v\.?)$/i;

export function initials(name: string): string {
	const words = name
		.trim()
		.split(/[\s·,]+/)
		.filter((w) => /[\p{L}\p{N}]/u.test(w));
	const names = words.filter((w) => !joints.test(w));
	const [first, ...others] = names.length ? names : words;
	const letter = (word: string | undefined) =>
		word?.match(/[\p{L}\p{N}]/u)?.[0].toLocaleUpperCase() ?? '';
	// Three names and more: the second is often a second given name, the third the surname.
	return letter(first) + letter(others.length > 1 ? others[1] : others[0]);
}
