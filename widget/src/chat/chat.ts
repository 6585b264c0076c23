/**
 * The customer's side of a conversation, without a screen. What it shows is `state`, replaced as a whole at each change.
 * Everything that was written goes through the outbox; everything that is shown comes from the server or from there.
 */
import type { Alone } from './alone';
import { Api, isPassing, Problem, type Upload } from './api';
import type { Blobs } from './blobs';
import { Live, type Socket } from './live';
import { Outbox, type Draft, type Item } from './outbox';
import { post } from './post';
import { backoff } from './random';
import { blank, formOf, type State } from './state';
import type { Store } from './store';
import { delivered, lastSeq, merge, withoutOwn } from './timeline';
import type { Config, Conversation, Frame, Message, Ticket, Values } from './types';
import { Typing } from './typing';
import { Visitor, type Setting } from './visitor';

export interface Wiring {
	key: string;
	base: string;
	fetch: typeof globalThis.fetch;
	upload: Upload;
	socket(): Socket;
	store: Store;
	blobs: Blobs;
	alone: Alone;
	/** The token of a link from a mail, where that is what brought the customer here. */
	link?: string | null;
	/** A message of the desk that was not there before. */
	arrived(message: Message): void;
	/** What we want the integrator to read in the console, not the customer on the screen. */
	warn(text: string): void;
}

const DETAILS = 'details';
/** No more than the server gives at once. */
const PAGE = 100;

export class Chat {
	state: State = blank;
	readonly api: Api;
	readonly visitor: Visitor;
	#outbox: Outbox;
	#live: Live;
	#listeners = new Set<() => void>();
	/** Everything the server said, what may be our own pending ones included. */
	#messages: Message[] = [];
	#details: Values | null;
	#onScreen = false;
	#readTold = 0;
	#typing = new Typing(
		(typing) => this.#set({ typing }),
		() =>
			void this.#quietly(
				this.visitor.act((token) => this.api.tell('POST', '/typing', { token, body: {} }))
			)
	);
	#syncing: Promise<void> | null = null;
	/** How often the line has told of the ticket. */
	#told = 0;
	#missed = false;
	/** Counts whose conversation it is: an answer of an earlier one is not for this one's eyes. */
	#era = 0;

	constructor(private to: Wiring) {
		this.api = new Api(to.base, to.fetch, to.upload);
		this.visitor = new Visitor({
			api: this.api,
			key: to.key,
			store: to.store,
			alone: to.alone,
			link: to.link ?? null,
			expired: () => this.#expired(),
			changed: (how) => this.#visitorChanged(how),
			refused: (error) => {
				to.warn(`Relevo: the identity was refused. ${error.message}`);
				this.#admit();
			}
		});
		this.#outbox = new Outbox({
			store: to.store,
			blobs: to.blobs,
			post: (item) =>
				this.visitor.act((token) => post(this.api, to.blobs, this.#outbox, token, item)),
			seq: () => lastSeq(this.#messages),
			sent: (message, item) => this.#sent(message, item),
			changed: () => this.#show(),
			stuck: (error) => this.#failed(error)
		});
		this.#live = new Live({
			open: () => to.socket(),
			hello: () => {
				const token = this.visitor.token;
				// Without a place of ours the server knows one: how far the customer has read.
				return token ? { type: 'hello', token, after: lastSeq(this.#messages) || null } : null;
			},
			frame: (frame) => this.#frame(frame),
			up: () => {
				this.#set({ offline: false });
				// The socket resumes the messages; how many are unread, the conversation says.
				if (this.#missed) void this.sync();
				if (this.visitor.owes) void this.#quietly(this.visitor.introduce());
				void this.#outbox.flush();
			},
			// The plain request says whether it is the network, the token, or only sockets that do not pass.
			down: () => {
				this.#missed = true;
				this.#typing.heard(null);
				void this.sync();
			}
		});
		this.#details = JSON.parse(to.store.get(DETAILS) ?? 'null') as Values | null;
		this.#show();
	}

	subscribe(listener: () => void): void {
		this.#listeners.add(listener);
	}

	/** What is known before anybody asks: how the launcher looks and what it is called. */
	async load(): Promise<Config | null> {
		for (let attempt = 0; ; attempt++) {
			try {
				const config = await this.api.json<Config>('GET', `/${this.to.key}`);
				this.#set({ config });
				return config;
			} catch (error) {
				if (!isPassing(error)) {
					this.#set({ phase: 'gone' });
					return null;
				}
				await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
			}
		}
	}

	async start(setting: Setting): Promise<void> {
		this.visitor.setting = setting;
		this.api.locale = setting.locale;
		this.#admit();
		if (this.state.phase !== 'ready') return;
		if (this.visitor.identified) await this.#quietly(this.visitor.introduce());
		else if (this.#outbox.items.length) await this.#quietly(this.visitor.ensure());
		await this.#connect();
	}

	/** The person behind the page is known now, or, with null, has signed out: then nothing of them stays. */
	async identify(identity: string | null): Promise<void> {
		const { setting } = this.visitor;
		if (identity === setting.identity) return;
		setting.identity = identity;
		this.#admit();
		if (identity) {
			await this.#quietly(this.visitor.introduce());
			return this.#connect();
		}
		this.#outbox.clear();
		this.#keepDetails(null);
		this.visitor.forget();
	}

	moved(page: string): void {
		const { setting, token } = this.visitor;
		if (page === setting.page) return;
		setting.page = page;
		if (token) void this.#quietly(this.visitor.tell({ page }));
	}

	/** Whether the customer has the conversation before their eyes. */
	view(onScreen: boolean): void {
		if (onScreen === this.#onScreen) return;
		this.#onScreen = onScreen;
		if (!onScreen) return this.#set({ newFrom: null });
		const unread = this.state.messages
			.filter((message) => message.kind === 'out')
			.slice(-this.state.unread);
		this.#set({ newFrom: this.state.unread ? (unread[0]?.id ?? null) : null });
		this.#read();
		this.wake();
	}

	wake(): void {
		this.#live.wake();
		void this.#outbox.flush();
	}

	wentOffline(): void {
		this.#set({ offline: true });
	}

	cameOnline(): void {
		// Without a visitor there is nothing to try it with.
		if (!this.visitor.token) this.#set({ offline: false });
		this.wake();
	}

	/** Another page of this browser wrote into the storage. */
	storageChanged(): void {
		this.visitor.follow();
	}

	async send(draft: Omit<Draft, 'details'>): Promise<void> {
		const details = this.#details;
		this.#typing.done();
		await this.#outbox.add({ ...draft, ...(details && { details }) });
	}

	retry(key: string): void {
		this.#outbox.retry(key);
	}

	discard(key: string): void {
		this.#outbox.discard(key);
	}

	/** The form before the conversation is filled in; a message that was refused for it goes again. */
	answer(values: Values): void {
		this.#keepDetails(values);
		this.#set({ form: null });
		for (const item of this.#outbox.items)
			if (item.state === 'failed' && item.details) this.#outbox.retry(item.key, values);
	}

	beginAgain(): void {
		this.#set({ again: true });
	}

	/** Nobody is told of the typing of someone who has never written. */
	isTyping(): void {
		if (this.visitor.token && !this.state.offline) this.#typing.pressed();
	}

	async bytes(path: string): Promise<Blob> {
		return this.visitor.act((token) => this.api.bytes(path, token));
	}

	async #connect(): Promise<void> {
		if (!this.visitor.token) return this.#set({ synced: true });
		await this.sync();
		if (this.state.phase === 'expired') return;
		this.#live.start();
		void this.#outbox.flush();
	}

	/** What the server has and we have not. One at a time: a second asker gets the answer of the first. */
	sync(): Promise<void> {
		return (this.#syncing ??= this.#sync().finally(() => {
			this.#syncing = null;
		}));
	}

	async #sync(): Promise<void> {
		if (!this.visitor.token) return;
		try {
			let era = 0;
			let asker = '';
			let after = 0;
			let told = 0;
			const got = await this.visitor.act((token) => {
				era = this.#era;
				asker = token;
				after = lastSeq(this.#messages);
				told = this.#told;
				// After no place at all: the newest.
				const path = `/conversation${after ? `?after=${after}` : ''}`;
				return this.api.json<Conversation>('GET', path, { token });
			});
			// Meanwhile somebody else sits here, who must not see this.
			if (era !== this.#era || asker !== this.visitor.token) return await this.#sync();
			this.#missed = false;
			const first = !this.state.synced;
			// What the line has told meanwhile is newer.
			if (told === this.#told) this.#ticket(got.ticket);
			this.#set({ offline: false, synced: true, unread: got.unread });
			this.#take(got.messages, !first);
			this.#read();
			// So many at once is a page of them, and there may be another.
			if (after && got.messages.length >= PAGE) await this.#sync();
		} catch (error) {
			this.#missed = true;
			this.#failed(error);
		}
	}

	#frame(frame: Frame): void {
		if (frame.type === 'message') {
			const known = this.#messages.some((message) => message.id === frame.message.id);
			const out = frame.message.kind === 'out';
			if (out && !known) this.#set({ unread: this.state.unread + 1 });
			this.#take([frame.message], true);
			if (out) this.#read();
		} else if (frame.type === 'delivery') {
			this.#messages = delivered(this.#messages, frame.id, frame.delivery);
			this.#show();
		} else if (frame.type === 'read') {
			this.#set({ readSeq: Math.max(this.state.readSeq, frame.seq) });
		} else if (frame.type === 'ticket') {
			this.#told += 1;
			this.#ticket(frame.ticket);
		} else if (frame.type === 'typing') {
			this.#typing.heard(frame.name);
		}
	}

	#take(came: Message[], tell: boolean): void {
		const known = new Set(this.#messages.map((message) => message.id));
		this.#messages = merge(this.#messages, came);
		this.#show();
		for (const message of came) {
			if (message.kind !== 'out' || known.has(message.id)) continue;
			this.#typing.heard(null);
			if (tell) this.to.arrived(message);
		}
	}

	#ticket(ticket: Ticket | null): void {
		this.#set({ ticket, ...(ticket?.state !== 'closed' && { again: false }) });
	}

	#read(): void {
		const seq = lastSeq(this.#messages);
		if (!this.#onScreen || !this.state.unread || !this.visitor.token) return;
		this.#set({ unread: 0 });
		if (seq <= this.#readTold) return;
		const before = this.#readTold;
		this.#readTold = seq;
		this.visitor
			.act((token) => this.api.tell('POST', '/read', { token, body: { seq } }))
			.catch((error: unknown) => {
				this.#readTold = before;
				this.#failed(error);
			});
	}

	#sent(message: Message, item: Item): void {
		this.#set({ offline: false });
		this.#take([message], true);
		if (item.details) this.#keepDetails(null);
		this.#live.start();
		// The socket says it too, where sockets pass.
		if (!this.state.ticket || this.state.ticket.state === 'closed') void this.sync();
	}

	#failed(error: unknown): void {
		if (error instanceof Problem ? error.status >= 500 : true) this.#set({ offline: true });
	}

	#admit(): void {
		const { config } = this.state;
		if (!config) return;
		const known = this.visitor.identified || !!this.to.link;
		this.#set({ phase: config.identity_required && !known ? 'locked' : 'ready' });
	}

	/** Nothing of the conversation stays on the screen. */
	#expired(): void {
		this.#live.stop();
		this.#messages = [];
		this.#set({ phase: 'expired', messages: [], ticket: null, typing: null, offline: false });
	}

	#visitorChanged(how: 'made' | 'replaced'): void {
		if (how === 'replaced') {
			this.#era++;
			this.#outbox.forgetUploads();
			this.#messages = [];
			this.#readTold = 0;
			this.#set({ ticket: null, unread: 0, readSeq: 0, newFrom: null, typing: null, again: false });
		}
		this.#live.stop();
		this.#show();
		if (!this.visitor.token) return;
		this.#live.start();
		void this.sync();
	}

	#keepDetails(values: Values | null): void {
		this.#details = values;
		if (values) this.to.store.set(DETAILS, JSON.stringify(values));
		else this.to.store.remove(DETAILS);
	}

	/** For what the customer did not ask for and need not hear of. */
	async #quietly(act: Promise<unknown>): Promise<void> {
		await act.catch((error: unknown) => this.#failed(error));
	}

	/** What is to be shown, from what is known. */
	#show(): void {
		const { items, since } = this.#outbox;
		this.#set({
			messages: withoutOwn(this.#messages, since),
			pending: items.map((item) => ({ ...item }))
		});
	}

	#set(change: Partial<State>): void {
		const next = { ...this.state, ...change };
		const form = formOf(next, this.visitor.identified, this.#details !== null);
		// The same form stays the same object, so that what is being typed into it stays.
		if (JSON.stringify(form) !== JSON.stringify(this.state.form)) next.form = form;
		else next.form = this.state.form;
		this.state = next;
		for (const listener of this.#listeners) listener();
	}
}
