import { Later } from '$lib/store/later.svelte';

/** The list stands first; these follow, and are there before one has read a row. */
export const conversation = new Later(() => import('./conversation/Conversation.svelte'));
export const side = new Later(() => import('./side/Side.svelte'));
