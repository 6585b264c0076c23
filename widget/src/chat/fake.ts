/** A desk in memory for the tests: the contract of `/api/v1/widget`, with a network that can be cut at any point. */
import { memoryBlobs, type Blobs } from './blobs';
import { Chat } from './chat';
import type { Socket } from './live';
import { memoryStore, type Store } from './store';
import type { Setting } from './visitor';
import type { Config, Conversation, Delivery, FileView, Frame, Message } from './types';

interface Person {
	conversation: Conversation;
	keys: Map<string, { body: string; message: Message }>;
	read: number[];
	/** How far the desk has read. */
	seen: number;
	identity: string | null;
	page: string;
}

export interface Request {
	method: string;
	path: string;
	key: string | null;
	token: string | null;
	body: unknown;
}

/** How many messages are given at once. */
const LIMIT = 200;

type Rule = {
	times: number;
	match: string;
	status?: number;
	body?: object;
	retryAfter?: number;
	lose?: boolean;
	/** Happens once the answer is made and before it is here. */
	meanwhile?: () => void;
};

export class FakeSocket implements Socket {
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: string }) => void) | null = null;
	onclose: (() => void) | null = null;
	said: { type: string; token?: string; after?: number | null }[] = [];
	token = '';
	closed = false;

	constructor(private desk: FakeDesk) {
		queueMicrotask(() => {
			if (desk.down || desk.noSockets) this.drop();
			else this.onopen?.();
		});
	}

	send(text: string): void {
		const frame = JSON.parse(text) as { type: string; token?: string; after?: number | null };
		this.said.push(frame);
		if (frame.type !== 'hello') return;
		this.token = frame.token ?? '';
		const person = this.desk.people.get(this.token);
		if (!person) return this.drop();
		const after = frame.after ?? person.conversation.read_seq;
		this.push({ type: 'ready', seq: after });
		for (const message of person.conversation.messages
			.filter(({ seq }) => seq > after)
			.slice(0, LIMIT))
			this.push({ type: 'message', message });
		this.push({ type: 'ticket', ticket: person.conversation.ticket });
		if (person.seen) this.push({ type: 'read', seq: person.seen });
	}

	push(frame: Frame): void {
		if (!this.closed) this.onmessage?.({ data: JSON.stringify(frame) });
	}

	/** The other side goes away. */
	drop(): void {
		if (this.closed) return;
		this.closed = true;
		this.onclose?.();
	}

	close(): void {
		this.closed = true;
	}
}

const config: Config = {
	channel: { name: 'Sitio web' },
	organisation: { name: 'Tractores Lerma' },
	greeting: 'Buenos días.',
	colour: '#0e6b5c',
	position: 'right',
	theme: 'auto',
	locale: 'es',
	fallback_locale: 'es',
	pre_chat: [],
	max_file_size: 1000,
	identity_required: false
};

export class FakeDesk {
	config = structuredClone(config);
	people = new Map<string, Person>();
	requests: Request[] = [];
	sockets: FakeSocket[] = [];
	down = false;
	noSockets = false;
	onIdentity: (person: Person) => unknown = () => undefined;
	/** The last visitor's own messages come back on the socket before the answer to the request does. */
	echo = true;
	#rules: Rule[] = [];
	#seq = 0;
	#ids = 0;

	/** The next answers to requests that contain `match` are these; `lose`: it is done, and the answer gets lost. */
	rule(match: string, rule: Omit<Rule, 'match' | 'times'>, times = 1): void {
		this.#rules.push({ match, times, ...rule });
	}

	get last(): Person {
		const person = [...this.people.values()].at(-1);
		if (!person) throw new Error('nobody is here');
		return person;
	}

	get open(): FakeSocket[] {
		return this.sockets.filter((socket) => !socket.closed);
	}

	count(match: string): number {
		return this.requests.filter(({ method, path }) => `${method} ${path}`.includes(match)).length;
	}

	push(frame: Frame): void {
		for (const socket of this.open) socket.push(frame);
	}

	/** The advisor writes. */
	say(body: string, { silent = false, person = this.last } = {}): Message {
		const message = this.#message('out', body, [], 'Inés Quiroga');
		person.conversation.messages.push(message);
		person.conversation.unread++;
		if (!silent) this.push({ type: 'message', message });
		return message;
	}

	cut(): void {
		for (const socket of this.open) socket.drop();
	}

	/** The server forgets everybody. */
	kill(): void {
		this.people.clear();
		this.cut();
	}

	#message(kind: 'in' | 'out', body: string, files: FileView[], author: string | null): Message {
		return {
			id: `msg_${++this.#ids}`,
			seq: ++this.#seq,
			kind,
			body,
			files,
			author: author ? { name: author } : null,
			created_at: new Date(1_800_000_000_000 + this.#seq * 1000).toISOString(),
			delivery: (kind === 'in' ? 'received' : 'sent') as Delivery
		};
	}

	readonly fetch = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
		const headers = new Headers(init.headers);
		const { status, body, retryAfter } = await this.#serve({
			method: init.method ?? 'GET',
			path: String(input),
			key: headers.get('Idempotency-Key'),
			token: headers.get('Authorization')?.replace('Bearer ', '') ?? null,
			body: init.body ? JSON.parse(String(init.body)) : undefined
		});
		return new Response(JSON.stringify(body), {
			status,
			headers: retryAfter ? { 'Retry-After': String(retryAfter) } : {}
		});
	};

	readonly upload = async (
		url: string,
		file: Blob,
		name: string,
		headers: Record<string, string>,
		progress: (share: number) => void
	) => {
		progress(0.5);
		const { status, body } = await this.#serve({
			method: 'POST',
			path: url,
			key: headers['Idempotency-Key'] ?? null,
			token: headers['Authorization']?.replace('Bearer ', '') ?? null,
			body: { name, size: file.size, media_type: file.type }
		});
		return { status, body: JSON.stringify(body), retryAfter: null };
	};

	async #serve(request: Request): Promise<{ status: number; body: unknown; retryAfter?: number }> {
		await Promise.resolve();
		if (this.down) throw new TypeError('Failed to fetch');
		this.requests.push(request);
		const asked = `${request.method} ${request.path}`;
		const rule = this.#rules.find(({ match, times }) => times > 0 && asked.includes(match));
		if (rule) rule.times--;
		if (rule?.status) return { ...rule, status: rule.status, body: rule.body ?? {} };
		const answer = this.#answer(request);
		rule?.meanwhile?.();
		if (rule?.lose) throw new TypeError('network changed');
		return answer;
	}

	#answer({ method, path, key, token, body }: Request): { status: number; body: unknown } {
		const [route = '', query = ''] = path.split('?');
		if (method === 'GET' && route === '/web') return { status: 200, body: this.config };
		const vouched = (body as { identity?: string } | undefined)?.identity;
		if (vouched?.startsWith('falsa')) return { status: 401, body: { code: 'identity_invalid' } };
		if (route === '/web/visitors') {
			const made = `tok_${++this.#ids}`;
			const { identity = null, page = '' } = body as { identity?: string; page?: string };
			this.people.set(made, {
				conversation: { ticket: null, messages: [], read_seq: 0, unread: 0 },
				keys: new Map(),
				read: [],
				seen: 0,
				identity,
				page
			});
			return { status: 201, body: { visitor: 'vis_1', token: made } };
		}
		const person = this.people.get(token ?? '');
		if (!person) return { status: 401, body: { code: 'token_dead' } };
		const { conversation } = person;
		if (route === '/conversation') {
			const after = new URLSearchParams(query).get('after');
			const messages = after
				? conversation.messages.filter(({ seq }) => seq > Number(after)).slice(0, LIMIT)
				: conversation.messages.slice(-LIMIT);
			return { status: 200, body: structuredClone({ ...conversation, messages }) };
		}
		if (route === '/files') {
			const view = { id: `fil_${++this.#ids}`, has_preview: false, ...(body as object) };
			this.#files.set(view.id, { view: view as unknown as FileView, token });
			return { status: 201, body: view };
		}
		if (route === '/messages') return this.#post(person, token, key ?? '', body);
		if (route === '/read') {
			conversation.read_seq = (body as { seq: number }).seq;
			person.read.push(conversation.read_seq);
			conversation.unread = 0;
		}
		if (route === '/visitor') {
			Object.assign(person, body);
			if (vouched) this.onIdentity(person);
		}
		return { status: 200, body: {} };
	}

	#files = new Map<string, { view: FileView; token: string | null }>();

	#post(person: Person, token: string | null, key: string, body: unknown) {
		const text = JSON.stringify(body);
		const before = person.keys.get(key);
		if (before && before.body !== text) return { status: 422, body: { code: 'key_reused' } };
		if (before) return { status: 201, body: before.message };
		const asked = body as { body: string; files: string[] };
		const files = asked.files.map((id) => this.#files.get(id));
		if (files.some((file) => file?.token !== token))
			return { status: 422, body: { field: 'files' } };
		const views = files.flatMap((file) => file?.view ?? []);
		const message = this.#message('in', asked.body, views, null);
		person.keys.set(key, { body: text, message });
		person.conversation.messages.push(message);
		person.conversation.ticket ??= { state: 'waiting', assignee: null };
		if (this.echo) this.push({ type: 'message', message });
		return { status: 201, body: message };
	}
}

/** A page with the conversation in it. Two with one `store` are two pages of one browser. */
export function page(desk: FakeDesk, kept: { store?: Store; blobs?: Blobs; link?: string } = {}) {
	const store = kept.store ?? memoryStore();
	const blobs = kept.blobs ?? memoryBlobs();
	const arrived: string[] = [];
	const warned: string[] = [];
	const chat = new Chat({
		key: 'web',
		base: '',
		fetch: desk.fetch as typeof fetch,
		upload: desk.upload,
		socket() {
			const socket = new FakeSocket(desk);
			desk.sockets.push(socket);
			return socket;
		},
		store,
		blobs,
		alone: (act) => act(),
		link: kept.link ?? null,
		arrived: (message) => arrived.push(message.body),
		warn: (text) => warned.push(text)
	});
	return {
		chat,
		store,
		blobs,
		arrived,
		warned,
		async start(setting: Partial<Setting> = {}) {
			await chat.load();
			await chat.start({
				locale: 'es',
				page: 'https://tienda.example/',
				identity: null,
				...setting
			});
			await settle();
		},
		/** What is on the screen, in its order: what is pending in parentheses. */
		get screen(): string[] {
			const { messages, pending } = chat.state;
			return [...messages.map(({ body }) => body), ...pending.map(({ body }) => `(${body})`)];
		}
	};
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
	for (let i = 0; i < 60; i++) await Promise.resolve();
}
