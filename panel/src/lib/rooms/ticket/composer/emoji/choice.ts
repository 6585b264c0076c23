/** What a person chose before: the emoji used last and the skin tone, on this machine. */
import { finds } from '$lib/kit/fold';
import { own } from '$lib/me/own';
import type { Emoji } from './data';

const MOST = 24;
const signs = own('emoji.recent', (kept) =>
	Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
);
const skin = own('emoji.tone', (kept) =>
	typeof kept === 'number' && Number.isInteger(kept) && kept >= 0 && kept <= 5 ? kept : 0
);

export const recent = signs.get;

/** The one just used comes first; each stands there once, whatever its tone. */
export function used(sign: string): void {
	const all = [sign, ...recent().filter((one) => one !== sign)];
	signs.set(all.slice(0, MOST));
}

/** From 0, as it comes, to 5, dark. */
export const tone = skin.get;
export const setTone = skin.set;

export const toned = ({ sign, tones }: Emoji, to: number): string => tones?.[to - 1] ?? sign;

/** Those whose name or words have it; names that begin so come first. */
export function found(all: readonly Emoji[], typed: string): Emoji[] {
	const hits = all.filter((e) => finds([e.name, ...e.words].join(' '), typed));
	const begins = (e: Emoji) => Number(e.name.toLowerCase().startsWith(typed.trim().toLowerCase()));
	return hits.sort((a, b) => begins(b) - begins(a));
}
