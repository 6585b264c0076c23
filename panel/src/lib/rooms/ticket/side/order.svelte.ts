/** In which order a person keeps the parts of the side, on this machine. */
import { own } from '$lib/me/own';
import type { Part } from './folds.svelte';

export const parts: readonly Part[] = [
	'contact',
	'ticket',
	'labels',
	'followers',
	'time',
	'earlier',
	'history'
];

/** Every part once: those that were put somewhere, then whatever is new since. */
export function whole(kept: unknown): Part[] {
	const known = Array.isArray(kept) ? parts.filter((part) => kept.includes(part)) : [];
	known.sort((a, b) => (kept as unknown[]).indexOf(a) - (kept as unknown[]).indexOf(b));
	return [...known, ...parts.filter((part) => !known.includes(part))];
}

/** One part put before another, or at the end. */
export function placed(order: readonly Part[], part: Part, before: Part | undefined): Part[] {
	if (part === before) return [...order];
	const others = order.filter((one) => one !== part);
	const at = before ? others.indexOf(before) : others.length;
	return [...others.slice(0, at), part, ...others.slice(at)];
}

const kept = own<readonly Part[]>('side-order', whole);

export class Order {
	parts = $state.raw(kept.get());

	put(part: Part, before: Part | undefined): void {
		this.parts = placed(this.parts, part, before);
		kept.set(this.parts);
	}
}
