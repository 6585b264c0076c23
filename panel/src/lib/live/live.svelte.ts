/**
 * The socket that keeps an open panel true. It says where it left off in each organisation and is told what it missed; when
 * the line breaks it comes back by itself, slower each time, and at once when the machine says that it is online again.
 */
import { parseFrame, type FromClient, type FromServer } from './frames';
import { Listeners, type Hearing } from './listeners';

/** `waiting` for the next try, `off` before the start and after the end. */
export type LineState = 'off' | 'connecting' | 'open' | 'waiting';

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

interface World {
	socket: () => SocketLike;
	random: () => number;
}

/** The server beats every 25 seconds. */
const SILENCE = 60_000;
const LONGEST = 30_000;
const SIGNED_OUT = 4401;
const TYPING_AGAIN = 3000;

export class Live {
	state = $state<LineState>('off');
	/** True from the first loss on until the line is back: short breaks at the start are nobody's business. */
	lost = $state(false);

	#world: World;
	#listeners = new Listeners();
	#socket: SocketLike | undefined;
	#cursors = new Map<string, string>();
	/** Where the line has been open since the start. */
	#begun = new Set<string>();
	#failures = 0;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#quiet: ReturnType<typeof setTimeout> | undefined;
	#viewing: { org: string; ticket: string } | undefined;
	#typed = { key: '', at: 0 };

	constructor(world: World) {
		this.#world = world;
	}

	/** Hears of one kind of thing, or with `*` of all; until the returned function is called. */
	on<K extends keyof Hearing>(what: K, which: string, heard: Hearing[K]): () => void {
		return this.#listeners.add(what, which, heard);
	}

	start(): void {
		if (this.state === 'off') this.#connect();
	}

	/** What is fetched from now on is not older than this: nothing has to be read twice because the line came later. */
	from(org: string, cursor: string): void {
		if (this.state === 'off') this.#cursors.set(org, cursor);
	}

	/** Ends for good, and forgets where it was: the next person starts anew. */
	stop(): void {
		this.#drop();
		clearTimeout(this.#retry);
		this.#cursors.clear();
		this.#begun.clear();
		this.#viewing = undefined;
		this.#failures = 0;
		this.lost = false;
		this.state = 'off';
	}

	/** Now rather than later: the person asks, or the machine is online again. */
	retryNow(): void {
		if (this.state !== 'waiting') return;
		clearTimeout(this.#retry);
		this.#connect();
	}

	/** The machine says that it has no line: nobody waits until the silence has lasted. */
	cut(): void {
		if (this.state === 'open' || this.state === 'connecting') this.#closed(1006);
	}

	/** All of an organisation is to be read anew, for a reason that the server does not know. */
	again(org: string): void {
		this.#listeners.tell('reset', '*', org);
	}

	viewing(org: string, ticket: string | null): void {
		const before = this.#viewing;
		this.#viewing = ticket ? { org, ticket } : undefined;
		if (before?.ticket !== (ticket ?? undefined)) this.#send({ type: 'viewing', org, ticket });
	}

	/** May be called at every letter; it is said every few seconds. */
	typing(org: string, ticket: string, note: boolean): void {
		const key = `${ticket} ${note}`;
		if (this.#typed.key === key && Date.now() - this.#typed.at < TYPING_AGAIN) return;
		this.#typed = { key, at: Date.now() };
		this.#send({ type: 'typing', org, ticket, note });
	}

	#connect(): void {
		this.state = 'connecting';
		const socket = this.#world.socket();
		this.#socket = socket;
		socket.onopen = () => {
			this.#alive();
			this.#send({ type: 'hello', cursors: Object.fromEntries(this.#cursors) });
		};
		socket.onmessage = ({ data }) => {
			const frame = parseFrame(data);
			this.#alive();
			if (frame) this.#hear(frame);
		};
		socket.onclose = ({ code }) => this.#closed(code);
		this.#alive();
	}

	#hear(frame: FromServer): void {
		const tell = this.#listeners.tell.bind(this.#listeners);
		switch (frame.type) {
			case 'ping':
				return this.#send({ type: 'pong' });
			case 'ready':
				return this.#ready(frame.organisations);
			case 'event':
			case 'appeared':
			case 'gone':
				this.#cursors.set(frame.org, frame.cursor);
				return tell('happened', frame.subject?.kind ?? '*', frame);
			case 'whisper':
				return tell('whispered', frame.kind, frame);
			case 'reset':
				this.#cursors.set(frame.org, frame.cursor);
				return tell('reset', '*', frame.org);
			case 'access':
				return tell('access', '*', frame.org);
			case 'left':
				this.#cursors.delete(frame.org);
				return tell('left', '*', frame.org);
		}
	}

	#ready(organisations: { id: string; cursor: string }[]): void {
		// Where we had no cursor, something may have happened between what was fetched and now.
		const fresh = organisations.filter(({ id }) => !this.#cursors.has(id));
		const begun = organisations.filter(({ id }) => !this.#begun.has(id));
		for (const { id } of begun) this.#begun.add(id);
		for (const { id, cursor } of fresh) this.#cursors.set(id, cursor);
		// And where one was put out meanwhile, nobody will say it again.
		const left = [...this.#cursors.keys()].filter((id) => !organisations.some((o) => o.id === id));
		for (const id of left) this.#cursors.delete(id);
		this.#failures = 0;
		this.state = 'open';
		this.lost = false;
		if (this.#viewing) this.#send({ type: 'viewing', ...this.#viewing });
		for (const { id } of fresh) this.#listeners.tell('reset', '*', id);
		for (const { id } of begun) this.#listeners.tell('began', '*', id);
		for (const id of left) this.#listeners.tell('left', '*', id);
	}

	#closed(code: number): void {
		this.#drop();
		if (code === SIGNED_OUT) {
			this.stop();
			return this.#listeners.tell('signedOut', '*');
		}
		this.#failures += 1;
		this.lost = true;
		this.state = 'waiting';
		// Full jitter above a floor: a server that comes back is not met by everybody at once.
		const ceiling = Math.min(LONGEST, 500 * 2 ** this.#failures);
		this.#retry = setTimeout(() => this.#connect(), 250 + this.#world.random() * ceiling);
	}

	/** Something was heard; if nothing more is for too long, the line is dead whatever the machine says. */
	#alive(): void {
		clearTimeout(this.#quiet);
		this.#quiet = setTimeout(() => this.#closed(1006), SILENCE);
	}

	#drop(): void {
		clearTimeout(this.#quiet);
		const socket = this.#socket;
		this.#socket = undefined;
		if (!socket) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	#send(frame: FromClient): void {
		const greeting = frame.type === 'hello' || frame.type === 'pong';
		if (this.#socket && (greeting || this.state === 'open'))
			this.#socket.send(JSON.stringify(frame));
	}
}
