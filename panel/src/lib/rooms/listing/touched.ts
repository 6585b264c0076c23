import { api, take } from '$lib/api/client';
import { t } from '$lib/text/index.svelte';

type Narrow = {
	assignee?: string;
	channel?: string;
	label?: string;
	origin?: string;
	team?: string;
};

/** Where counting stops: whoever puts something away wants to know whether it is a few or many. */
const MOST = 100;

/** How many tickets that are not closed hang from something, in words; nothing where there is none. */
export async function liveTickets(org: string, narrow: Narrow): Promise<string> {
	// The document says an object here; what the server reads in an address is the bare id.
	const { assignee: whose, ...rest } = narrow;
	const page = await take(
		api.GET('/api/v1/organisations/{org}/tickets', {
			params: {
				path: { org },
				query: { ...rest, ...(whose && { assignee: whose as never }), view: 'all', limit: MOST }
			}
		})
	);
	const n = page.items.length;
	if (n === 0) return '';
	return page.next ? t('listing.touches.many', { n }) : t('listing.touches', { n });
}
