import { getContext, setContext } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';

const KEY = Symbol('panes');

/** How much room there is, and whether the side is shown. Where it has a place of its own it can still be folded away. */
export class PaneState {
	#wide = new MediaQuery('min-width: 1200px', true);
	#phone = new MediaQuery('max-width: 719px', false);
	/** Over the page, where there is no room beside it. */
	sheet = $state(false);
	/** Beside the page, where there is. */
	beside = $state(localStorage.getItem('relevo.side') !== 'closed');

	get wide(): boolean {
		return this.#wide.current;
	}

	get phone(): boolean {
		return this.#phone.current;
	}

	get sideOpen(): boolean {
		return this.wide ? this.beside : this.sheet;
	}

	toggleSide(): void {
		if (!this.wide) {
			this.sheet = !this.sheet;
			return;
		}
		this.beside = !this.beside;
		localStorage.setItem('relevo.side', this.beside ? 'open' : 'closed');
	}
}

export function providePanes(): PaneState {
	return setContext(KEY, new PaneState());
}

/** For a header's button that shows and hides the side. */
export function usePanes(): PaneState {
	return getContext(KEY);
}
