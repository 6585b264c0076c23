/** The drafts of the tickets that were in front, each once. */
import { untrack } from 'svelte';
import { api, take } from '$lib/api/client';
import { written } from '$lib/kept/written';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import type { Writing } from '../model';
import { Draft, type Sheet } from './draft.svelte';

const kept = new Map<string, Draft>();

export function draftOf(org: string, ticket: string, kind: Writing): Draft {
	const key = `draft ${ticket} ${kind}`;
	const before = kept.get(key);
	if (before) return before;
	const account = session.me?.account.id;
	const here = apart(
		() =>
			new Draft({
				org,
				keep: (body) =>
					take(
						api.PUT('/api/v1/organisations/{org}/tickets/{ticket}/draft', {
							params: { path: { org, ticket } },
							body: { kind, body }
						})
					),
				store(sheet) {
					// Whoever is gone leaves nothing behind.
					if (kept.get(key) !== here) return;
					void (sheet ? written.put(account, key, sheet) : written.drop(key));
				}
			})
	);
	kept.set(key, here);
	void written.get<Sheet>(account, key).then((sheet) => {
		if (sheet && kept.get(key) === here) here.adopt(sheet);
	});
	return here;
}

session.onForget(() => kept.clear());
$effect.root(() => {
	$effect(() => {
		if (live.state === 'open') untrack(() => kept.forEach((draft) => draft.resume()));
	});
});
