/**
 * How long a ticket is in front of somebody: while the page is and they gave a sign a short time ago. Pure: clock, signs and sending are
 * arguments. Times are milliseconds of a clock that only goes forward; what is sent is how long ago, so that no clock need agree.
 */
export interface Around {
	/** A clock that only goes forward. */
	now: () => number;
	/** Whether the page is in front. */
	here: () => boolean;
	/** Says it. `gone`: there is nobody to say it to any more; an error: later. */
	send: (fromAgo: number, toAgo: number) => Promise<'said' | 'gone'>;
}

/** After so long without a sign nobody is there: reading a long message takes no hand. */
export const IDLE = 120_000;
/** So often what goes on is told. */
export const BEAT = 60_000;
/** A longer silence of the ticks is a machine that slept. */
const SLEPT = 20_000;

/** So long after it could not be said it is tried again. */
const AGAIN = 20_000;
/** Less than this nobody has read anything. */
const GLIMPSE = 1_000;

interface Stretch {
	from: number;
	to: number;
}

export class Counter {
	#began: number | undefined;
	#signed: number;
	#ticked: number;
	#waiting: Stretch[] = [];
	#sending: Promise<void> | undefined;
	#again = 0;
	/** The server said that there is nothing to count here. */
	gone = false;

	constructor(private readonly around: Around) {
		this.#signed = this.#ticked = around.now();
		this.tick();
	}

	/** There is nobody to say it to any more. */
	drop(): void {
		this.gone = true;
		this.#waiting = [];
	}

	/** Nothing waits to be said. */
	get empty(): boolean {
		return this.gone || this.#waiting.length === 0;
	}

	/** Somebody moved, typed, turned the wheel. */
	sign(): void {
		this.tick();
		this.#signed = this.around.now();
		this.tick();
	}

	/** Every few seconds, and whenever the page comes and goes. */
	tick(): void {
		const now = this.around.now();
		const slept = now - this.#ticked > SLEPT;
		// What nobody looked at was not in front: of a sleep only what was seen before it counts.
		if (slept) this.#end(this.#ticked);
		this.#ticked = now;
		const until = this.#signed + IDLE;
		const there = this.around.here() && now < until && !slept;
		if (there) this.#began ??= now;
		else this.#end(Math.min(now, until));
		if (this.#began !== undefined && now - this.#began >= BEAT) this.#tell(now);
		if (this.#waiting.length && now >= this.#again) void this.flush();
	}

	/** The ticket is left. */
	leave(): Promise<void> {
		this.#end(Math.min(this.around.now(), this.#ticked + SLEPT, this.#signed + IDLE));
		return this.flush();
	}

	#tell(now: number): void {
		this.#end(now);
		this.#began = now;
	}

	#end(to: number): void {
		const from = this.#began;
		this.#began = undefined;
		if (from === undefined || to - from < GLIMPSE) return;
		const last = this.#waiting.at(-1);
		// What waits for a network stays one stretch.
		if (last && last.to === from && !this.#sending) last.to = to;
		else this.#waiting.push({ from, to });
	}

	/** Sends what waits, the first first; what does not go through is kept for the next time. */
	flush(): Promise<void> {
		this.#sending ??= this.#send().finally(() => (this.#sending = undefined));
		return this.#sending;
	}

	async #send(): Promise<void> {
		for (let next = this.#waiting[0]; next && !this.gone; next = this.#waiting[0]) {
			const now = this.around.now();
			try {
				const said = await this.around.send(now - next.from, now - next.to);
				if (said === 'gone') this.gone = true;
			} catch {
				this.#again = now + AGAIN;
				return;
			}
			this.#waiting.shift();
		}
		if (this.gone) this.#waiting = [];
	}
}
