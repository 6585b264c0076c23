/** What the words typed find, as they are typed: the last question's answer is shown, never an earlier one's. */
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { isProblem } from '$lib/api/problem';
import { ticketNumber } from './marks';

type Schemas = components['schemas'];
export type Hit = Schemas['SearchHit'];
export type Kind = Schemas['SearchKind'];

/** Of what, and of which tickets. */
export interface Where {
	kind?: Kind;
	team?: string;
	channel?: string;
	closed?: boolean;
}

export class Find {
	hits = $state.raw<readonly Hit[]>([]);
	/** For which words the hits are; undefined while there are none to show. */
	shown = $state<string>();
	busy = $state(false);
	error = $state.raw<unknown>();
	/** The ticket of the number that was typed. */
	numbered = $state.raw<{ id: string; number: number; contact: string }>();
	/** Where the next page begins. */
	next = $state<string>();
	more = $state<'rest' | 'loading' | 'failed'>('rest');
	#run = 0;
	#q = '';

	constructor(
		private readonly org: () => string,
		private readonly where: () => Where = () => ({})
	) {}

	async search(q: string): Promise<void> {
		const run = (this.#run += 1);
		this.#q = q;
		this.next = undefined;
		this.more = 'rest';
		this.error = undefined;
		this.numbered = undefined;
		if (q.length < 2) {
			this.hits = [];
			this.shown = undefined;
			this.busy = false;
			return;
		}
		this.busy = true;
		try {
			const number = ticketNumber(q);
			const [page, ticket] = await Promise.all([
				number ? undefined : this.#ask(q),
				number ? this.#ticket(number) : undefined
			]);
			if (run !== this.#run) return;
			this.hits = page?.items ?? [];
			this.next = page?.next ?? undefined;
			this.numbered = ticket;
			this.shown = q;
		} catch (error) {
			if (run === this.#run) this.error = error;
		} finally {
			if (run === this.#run) this.busy = false;
		}
	}

	async further(): Promise<void> {
		const [run, cursor] = [this.#run, this.next];
		if (!cursor || this.more === 'loading') return;
		this.more = 'loading';
		try {
			const page = await this.#ask(this.#q, cursor);
			if (run !== this.#run) return;
			// What was indexed anew meanwhile is not found twice.
			const known = new Set(this.hits.map(keyOf));
			this.hits = [...this.hits, ...page.items.filter((hit) => !known.has(keyOf(hit)))];
			this.next = page.next ?? undefined;
			this.more = 'rest';
		} catch {
			if (run === this.#run) this.more = 'failed';
		}
	}

	#ask(q: string, cursor?: string) {
		const query = { q, limit: 20, cursor, ...this.where() };
		return take(
			api.GET('/api/v1/organisations/{org}/search', {
				params: { path: { org: this.org() }, query }
			})
		);
	}

	async #ticket(number: number) {
		const path = { org: this.org(), number };
		try {
			const found = await take(
				api.GET('/api/v1/organisations/{org}/tickets/number/{number}', { params: { path } })
			);
			return { id: found.id, number: found.number, contact: found.contact.name };
		} catch (error) {
			if (isProblem(error) && error.status === 404) return undefined;
			throw error;
		}
	}
}

export const keyOf = ({ message, ticket, contact }: Hit) =>
	message?.id ?? ticket?.id ?? contact?.id;
