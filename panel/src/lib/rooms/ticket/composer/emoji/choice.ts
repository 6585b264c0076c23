/** What a person chose before: the emoji used last and the skin tone, on this machine. */
import { session } from '$lib/me/session.svelte';
import { finds } from '$lib/kit/fold';
import type { Emoji } from './data';

const MOST = 24;
const key = (what: string) => `relevo.emoji.${what}.${session.me?.account.id ?? ''}`;

export function recent(): string[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(key('recent')) ?? '[]');
		return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
	} catch {
		// What cannot be read was not kept.
		return [];
	}
}

/** The one just used comes first; each stands there once, whatever its tone. */
export function used(sign: string): void {
	const all = [sign, ...recent().filter((one) => one !== sign)];
	localStorage.setItem(key('recent'), JSON.stringify(all.slice(0, MOST)));
}

/** From 0, as it comes, to 5, dark. */
export function tone(): number {
	const kept = Number(localStorage.getItem(key('tone')));
	return Number.isInteger(kept) && kept >= 0 && kept <= 5 ? kept : 0;
}

export function setTone(to: number): void {
	localStorage.setItem(key('tone'), String(to));
}

export const toned = ({ sign, tones }: Emoji, to: number): string => tones?.[to - 1] ?? sign;

/** Those whose name or words have it; names that begin so come first. */
export function found(all: readonly Emoji[], typed: string): Emoji[] {
	const hits = all.filter((e) => finds([e.name, ...e.words].join(' '), typed));
	const begins = (e: Emoji) => Number(e.name.toLowerCase().startsWith(typed.trim().toLowerCase()));
	return hits.sort((a, b) => begins(b) - begins(a));
}
