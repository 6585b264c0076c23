/** The views with their counts: those that everybody has, saved ones, and those over the organisations served from outside. */
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { live } from '$lib/live';
import { session } from '$lib/me/session.svelte';
import { apart } from '$lib/store/apart.svelte';
import { soon } from '$lib/store/soon';
import { concerns } from '../ticket/list/listing.svelte';

type Schemas = components['schemas'];
export type Counted = Schemas['Page_for_View']['items'][number];

export class Views {
	items = $state.raw<readonly Counted[]>([]);
	/** Known: an empty list is empty. */
	ready = $state(false);
	/** How many wait for the next press of *take next*; undefined where one may not. */
	waiting = $state.raw<Schemas['Waiting']>();
	readonly #load: () => Promise<readonly Counted[]>;
	readonly #org: string | undefined;
	readonly refresh: () => void;

	constructor(org?: string) {
		this.#org = org;
		this.#load = async () => {
			const answer = org
				? await take(api.GET('/api/v1/organisations/{org}/views', { params: { path: { org } } }))
				: await take(api.GET('/api/v1/me/views'));
			return answer.items;
		};
		this.refresh = soon(() => this.read(), 800);
	}

	async read(): Promise<void> {
		const org = this.#org;
		const dispensed = org !== undefined && session.may(org, 'ticket.take');
		const [items, waiting] = await Promise.all([
			this.#load(),
			dispensed
				? take(api.GET('/api/v1/organisations/{org}/tickets/next', { params: { path: { org } } }))
				: undefined
		]);
		this.items = items;
		this.waiting = waiting;
		this.ready = true;
	}

	/** Those with a key, in the order of the server. */
	get standing(): Counted[] {
		return this.items.filter((v) => v.key);
	}

	/** Tickets of mine with something unread. */
	get unread(): number {
		return this.items.find((v) => v.key === 'mine')?.unread ?? 0;
	}

	get saved(): Counted[] {
		return this.items.filter((v) => v.id);
	}

	watch(): () => void {
		const ours = (org: string) => this.#org === undefined || this.#org === org;
		this.refresh();
		const leave = [
			live.on('happened', '*', (event) => {
				const view = event.kind?.startsWith('view.') ?? false;
				if (ours(event.org) && (view || concerns(event))) this.refresh();
			}),
			live.on('reset', '*', (org) => ours(org) && this.refresh()),
			live.on('access', '*', (org) => ours(org) && this.refresh())
		];
		return () => leave.forEach((one) => one());
	}
}

const kept = new Map<string, Views>();

/** Without an organisation: over those that one serves from outside. */
export function viewsOf(org?: string): Views {
	const key = org ?? '';
	let here = kept.get(key);
	if (!here) kept.set(key, (here = apart(() => new Views(org))));
	return here;
}

session.onForget(() => kept.clear());
