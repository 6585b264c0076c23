/**
 * One list of tickets: of an organisation's view, or over all the organisations that one serves from outside. It is kept true
 * by the live line while it is shown, and keeps its place when something comes in.
 */
import { api, take } from '$lib/api/client';
import { live, type Happened } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { Pages, type Page } from '$lib/store/pages.svelte';
import { soon } from '$lib/store/soon';
import { asked as read, viewAsked, type Asked } from './query';
import { rowsOf, type Row } from './rows.svelte';

const ACROSS = 'across';
const external = { 'external-mine': 'external_mine', 'external-team': 'external_team' } as const;

export function isExternal(view: string): view is keyof typeof external {
	return view in external;
}

/** What moves rows or changes what they show. */
const tells = /^(ticket|message|note|contact|label)\./;

export function concerns({ type, kind }: Happened): boolean {
	return type !== 'event' || (kind !== undefined && tells.test(kind));
}

export class Listing {
	readonly pages: Pages<Row>;
	readonly #refresh: () => void;
	#org: string | undefined;

	constructor(org: string, view: string, asked: Asked) {
		this.#org = isExternal(view) ? undefined : org;
		const load = isExternal(view)
			? (cursor?: string, limit?: number): Promise<Page<Row>> => {
					const query = { view: external[view], cursor, limit };
					return take(api.GET('/api/v1/me/tickets', { params: { query } }));
				}
			: (cursor?: string, limit?: number): Promise<Page<Row>> => {
					const filter = Object.fromEntries(
						Object.entries(asked.filter).map(([kind, values]) => [kind, values.join(',')])
					);
					const query = { ...viewAsked(view), ...filter, sort: asked.sort, cursor, limit };
					return take(
						api.GET('/api/v1/organisations/{org}/tickets', { params: { path: { org }, query } })
					);
				};
		this.pages = new Pages(rowsOf(isExternal(view) ? ACROSS : org), { load });
		this.#refresh = soon(() => this.pages.refresh());
		void this.pages.reload();
	}

	/** Hears of changes until the returned function is called. */
	watch(): () => void {
		const ours = (org: string) => this.#org === undefined || this.#org === org;
		const leave = [
			live.on('happened', '*', (event) => {
				if (ours(event.org) && concerns(event)) this.#refresh();
			}),
			live.on('reset', '*', (org) => ours(org) && this.#refresh()),
			live.on('access', '*', (org) => ours(org) && this.#refresh()),
			live.on('left', '*', (org) => ours(org) && this.#refresh())
		];
		return () => leave.forEach((one) => one());
	}

	/** Without waiting for the line to tell: after an act of our own. */
	refresh(): void {
		this.#refresh();
	}
}

/** What tells one list from another. Another ticket in front is no other list, and one over all organisations is the same in each. */
export function listKey(org: string, view: string, search: URLSearchParams): string {
	return isExternal(view) ? view : `${org} ${view} ${search}`;
}

let ahead: { key: string; listing: Listing; leave: () => void } | undefined;
let standing: string | undefined;

/** Asks for a list while its screen is still on the way; it hears of changes from then on. */
export function prepare(org: string, view: string, search: URLSearchParams): void {
	const key = listKey(org, view, search);
	if (key === standing || key === ahead?.key) return;
	ahead?.leave();
	const listing = new Listing(org, view, read(search));
	ahead = { key, listing, leave: listing.watch() };
}

/** The list for a screen that stands: the one that was prepared for it, or a new one. */
export function listingFor(org: string, view: string, search: URLSearchParams): Listing {
	standing = listKey(org, view, search);
	const prepared = ahead?.key === standing ? ahead.listing : undefined;
	return prepared ?? new Listing(org, view, read(search));
}

/** The screen hears for itself now, until the returned function is called. */
export function stand(listing: Listing): () => void {
	const leave = listing.watch();
	if (ahead?.listing === listing) {
		ahead.leave();
		ahead = undefined;
	}
	return leave;
}

session.onForget(() => {
	ahead?.leave();
	ahead = undefined;
	leaveLists();
});

/** No list is shown: the next one is asked for anew. */
export function leaveLists(): void {
	standing = undefined;
}
