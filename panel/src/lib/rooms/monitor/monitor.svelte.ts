/**
 * The monitoring table of one organisation, kept true while it is open: read whole once, then only what has changed since,
 * however much happens and however many people there are.
 */
import { untrack } from 'svelte';
import { api, take } from '$lib/api/client';
import type { components } from '$lib/api/schema';
import { live } from '$lib/live';
import { soon } from '$lib/store/soon';

type Answer = components['schemas']['Monitor'];
type Row = components['schemas']['MonitorRow'];
export type Line = Row & { id: string; name: string };

export interface Narrow {
	team?: string;
	channel?: string;
}

/** Events of these are somebody's figures. */
const CONCERNS = /^(ticket|message|presence|member|team|role|access|organisation)\./;
/** In milliseconds: nobody reads a table that changes faster. */
const PAUSE = 2000;

const line = (row: Row): Line => ({
	...row,
	id: row.member.id,
	name: `${row.member.first_name} ${row.member.last_name}`.trim()
});

export class Monitor {
	state = $state<'new' | 'ready' | 'failed'>('new');
	error = $state.raw<unknown>();
	lines = $state.raw<readonly Line[]>([]);
	queue = $state.raw<Answer['queue']>({ waiting: 0, more: false });
	#cursor: string | undefined;
	#day: string | undefined;
	readonly #org: string;
	readonly #narrow: Narrow;
	readonly refresh: () => void;

	constructor(org: string, narrow: Narrow) {
		this.#org = org;
		this.#narrow = narrow;
		this.refresh = soon(() => this.#read(), PAUSE);
	}

	/** All of it. */
	load = async (): Promise<void> => {
		this.#cursor = undefined;
		if (this.state === 'failed') this.state = 'new';
		await this.#read();
	};

	async #read(): Promise<void> {
		const asked = this.#cursor;
		try {
			const answer = await this.#ask(asked);
			// A day has begun: what was done yesterday is nobody's figure any more.
			this.#apply(asked && !answer.whole && answer.day !== this.#day ? await this.#ask() : answer);
			this.error = undefined;
			this.state = 'ready';
		} catch (error) {
			// What is there stays until something better comes.
			if (this.state === 'ready') return;
			this.error = error;
			this.state = 'failed';
		}
	}

	#ask(since?: string): Promise<Answer> {
		const params = { path: { org: this.#org }, query: { ...this.#narrow, since } };
		return take(api.GET('/api/v1/organisations/{org}/monitor', { params }));
	}

	#apply({ cursor, day, whole, queue, rows, without }: Answer): void {
		this.#cursor = cursor;
		this.#day = day;
		this.queue = queue;
		if (whole) {
			this.lines = rows.map(line);
			return;
		}
		if (rows.length === 0 && without.length === 0) return;
		const after = new Map(this.lines.map((one) => [one.id, one]));
		for (const id of without) after.delete(id);
		for (const row of rows) after.set(row.member.id, line(row));
		this.lines = [...after.values()];
	}

	/** Until the returned function is called. */
	watch(): () => void {
		// Whoever watches in an effect does not begin anew with what comes of it.
		untrack(() => void this.load());
		const ours = (org: string) => org === this.#org;
		const leave = [
			live.on('happened', '*', ({ org, kind, type }) => {
				if (ours(org) && (type !== 'event' || CONCERNS.test(kind ?? ''))) this.refresh();
			}),
			live.on('whispered', '*', ({ org, kind }) => {
				if (ours(org) && kind === 'presence') this.refresh();
			}),
			live.on('reset', '*', (org) => void (ours(org) && this.load())),
			live.on('access', '*', (org) => void (ours(org) && this.load()))
		];
		return () => leave.forEach((one) => one());
	}
}
