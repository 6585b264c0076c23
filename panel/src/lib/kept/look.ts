import { answers } from '$lib/kept';
import { api } from '$lib/api/client';
import { live } from '$lib/live';

/** After the panel has what it needs itself. */
const LATER = 4000;
/** What was seen longer ago is dropped unasked. */
const MOST = 15;

/**
 * While the panel was away nobody told what was lost. Tickets that are kept are asked for again, one after the other: an answer is
 * kept, a refusal drops them. Until the returned function is called.
 */
export function lookAgain(): () => void {
	const timers = new Map<string, ReturnType<typeof setTimeout>>();
	const later = (org: string) => {
		clearTimeout(timers.get(org));
		timers.set(
			org,
			setTimeout(() => void look(org), LATER)
		);
	};
	const leave = [live.on('began', '*', later), live.on('reset', '*', later)];
	return () => {
		for (const one of leave) one();
		timers.forEach((timer) => clearTimeout(timer));
	};
}

async function look(org: string): Promise<void> {
	for (const ticket of await answers.again(org, MOST)) {
		if (live.state !== 'open') return;
		const params = { path: { org, ticket } };
		await api
			.GET('/api/v1/organisations/{org}/tickets/{ticket}', { params })
			.catch(() => undefined);
	}
}
