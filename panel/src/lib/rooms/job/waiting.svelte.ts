/** How much work was given up and waits for somebody to look at it: the number beside the section's name. */
import { givenUp } from './calls';

/** Counted no further. */
export const MOST = 99;

export class Waiting {
	n = $state(0);
	#org = '';
	#run = 0;

	/** What the list itself shows; an answer that is still on its way is older. */
	tell(org: string, n: number): void {
		this.#run += 1;
		this.#org = org;
		this.n = n;
	}

	async look(org: string): Promise<void> {
		const run = (this.#run += 1);
		if (org !== this.#org) {
			this.#org = org;
			this.n = 0;
		}
		try {
			const { items } = await givenUp(org, undefined, MOST + 1);
			if (run === this.#run) this.n = items.length;
		} catch {
			// A courtesy: without an answer what was known stays.
		}
	}
}

export const waiting = new Waiting();
