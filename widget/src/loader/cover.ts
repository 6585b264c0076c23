/** On a small screen the frame covers the page: the page behind stands still, and the keyboard's room is left free. */
export interface Cover {
	/** Whether this is such a screen. */
	readonly full: boolean;
	set(open: boolean): void;
}

export function makeCover(frame: HTMLElement, changed: () => void): Cover {
	const small = matchMedia('(max-width: 600px), (max-height: 460px)');
	const view = window.visualViewport;
	const page = document.documentElement;
	let before: string | null = null;

	function hold(still: boolean): void {
		if (still === (before !== null)) return;
		if (still) {
			before = page.style.getPropertyValue('overflow');
			page.style.setProperty('overflow', 'hidden');
		} else {
			page.style.setProperty('overflow', before ?? '');
			before = null;
		}
	}

	function fit(): void {
		if (!view || before === null) return;
		frame.style.setProperty('--h', `${view.height}px`);
		frame.style.setProperty('--t', `${view.offsetTop}px`);
	}

	view?.addEventListener('resize', fit);
	view?.addEventListener('scroll', fit);
	small.addEventListener('change', changed);
	return {
		get full() {
			return small.matches;
		},
		set(open) {
			hold(open && small.matches);
			fit();
		}
	};
}
