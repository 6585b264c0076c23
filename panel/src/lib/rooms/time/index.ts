import { speech } from '$lib/text/index.svelte';

/** A ticket's time, with its words. */
export const timeOf = () =>
	Promise.all([import('./TicketTime.svelte'), speech.whole()]).then(([part]) => part.default);

/** Counts for as long as a ticket is open, from when there is time to; what the panel opens with does not wait for it. */
export function countTime(org: string, ticket: string): () => void {
	let stop: (() => void) | undefined;
	let over = false;
	void import('./front').then(({ keep }) => {
		if (!over) stop = keep(org, ticket);
	});
	return () => {
		over = true;
		stop?.();
	};
}
