import { Later } from '$lib/store/later.svelte';

/** The list stands first; these follow, and are there before one has read a row. */
export const conversation = new Later(() => import('./conversation/Conversation.svelte'));
export const side = new Later(() => import('./side/Side.svelte'));

/** When the machine has nothing else to do; at once where it cannot say. */
export function whenIdle(act: () => void): () => void {
	if (typeof requestIdleCallback !== 'function') {
		act();
		return () => undefined;
	}
	const id = requestIdleCallback(act, { timeout: 2000 });
	return () => cancelIdleCallback(id);
}
