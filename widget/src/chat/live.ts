import { backoff } from './random';
import type { Frame } from './types';

type Listener = (this: never, event: never) => unknown;

/** The part of a WebSocket that is used here. */
export interface Socket {
	send(text: string): void;
	close(): void;
	onopen: Listener | null;
	onmessage: Listener | null;
	onclose: Listener | null;
}

interface Wiring {
	open(): Socket;
	/** The first frame: who we are and what we have. Null where there is nobody to be yet. */
	hello(): object | null;
	frame(frame: Frame): void;
	/** The server has taken us up. */
	up(): void;
	down(): void;
}

/** The server pings well within this; a socket that is silent for longer is dead, whatever the browser thinks. */
const SILENCE = 90_000;
/** A proxy may take the connection and never answer. */
const GREETING = 15_000;
const FRESH = 1_000;

/** One socket at a time, opened again for as long as it is wanted. */
export class Live {
	#socket: Socket | null = null;
	#ready = false;
	#wanted = false;
	#attempt = 0;
	#begun = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(private to: Wiring) {}

	start(): void {
		this.#wanted = true;
		if (!this.#socket) this.#open();
	}

	stop(): void {
		this.#wanted = false;
		this.#drop();
	}

	/** There is reason to believe that it would work now: the network is back, the page is looked at. */
	wake(): void {
		if (!this.#wanted || this.#ready) return;
		// One that was begun just now is what would be begun now.
		if (this.#socket && Date.now() - this.#begun < FRESH) return;
		this.#attempt = 0;
		this.#drop();
		this.#open();
	}

	/** Leaves the socket without waiting for it: a dead one never says that it closed. */
	#drop(): void {
		clearTimeout(this.#timer);
		const socket = this.#socket;
		this.#socket = null;
		this.#ready = false;
		if (!socket) return;
		socket.onopen = socket.onmessage = socket.onclose = null;
		socket.close();
	}

	#open(): void {
		const hello = this.to.hello();
		if (!hello) return;
		this.#begun = Date.now();
		const socket = (this.#socket = this.to.open());
		this.#expect(GREETING);
		socket.onopen = () => socket.send(JSON.stringify(hello));
		socket.onclose = () => this.#lost();
		socket.onmessage = ({ data }: { data: unknown }) => this.#heard(socket, String(data));
	}

	#heard(socket: Socket, text: string): void {
		this.#expect(SILENCE);
		const frame = JSON.parse(text) as Frame;
		if (frame.type === 'ping') return socket.send('{"type":"pong"}');
		if (frame.type === 'ready') {
			this.#ready = true;
			this.#attempt = 0;
			return this.to.up();
		}
		this.to.frame(frame);
	}

	#expect(within: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#lost(), within);
	}

	#lost(): void {
		this.#drop();
		if (!this.#wanted) return;
		this.#timer = setTimeout(() => this.#open(), backoff(this.#attempt++));
		this.to.down();
	}
}
