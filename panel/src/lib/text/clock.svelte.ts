import { createSubscriber } from 'svelte/reactivity';

/**
 * The time as the screen shows it: whoever reads it is drawn again at the turn of each quarter of a minute, all together,
 * and nothing ticks while nobody reads.
 */
class Clock {
	#subscribe = createSubscriber((update) => {
		const timer = setInterval(update, 15_000);
		return () => clearInterval(timer);
	});

	get now(): number {
		this.#subscribe();
		return Date.now();
	}
}

export const clock = new Clock();
