/** Asks before a change of rights is saved, when it opens or closes anything for anybody. */
import { touches, type Effect } from './calls';

export class Question {
	effect = $state.raw<Effect>();
	open = $state(false);
	#answer: ((yes: boolean) => void) | undefined;

	/** True when there is nothing to ask, or when the answer is yes. What the change is refused for is thrown. */
	async sure(foresee: () => Promise<Effect>): Promise<boolean> {
		const effect = await foresee();
		if (!touches(effect)) return true;
		this.effect = effect;
		this.open = true;
		return new Promise((answer) => (this.#answer = answer));
	}

	answer(yes: boolean): void {
		this.open = false;
		this.#answer?.(yes);
		this.#answer = undefined;
	}
}
