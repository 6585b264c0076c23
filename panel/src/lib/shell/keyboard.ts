/**
 * How much of the page the keyboard on the screen covers. Most browsers make the page smaller (`interactive-widget` in the page's
 * head says so); Safari on a phone draws the keyboard over it and tells nobody but the visual viewport.
 */
type View = Pick<VisualViewport, 'height' | 'scale'>;

/** In pixels. What is zoomed into is smaller for another reason; what is only a few pixels is a bar of the browser. */
export function covered(page: number, { height, scale }: View): number {
	if (Math.abs(scale - 1) > 0.05) return 0;
	const under = Math.round(page - height);
	return under > 80 ? under : 0;
}

/** Keeps `--keyboard` true until the returned function is called. */
export function watchKeyboard(): () => void {
	const view = window.visualViewport;
	if (!view) return () => undefined;
	const root = document.documentElement;
	const look = () => {
		const under = covered(window.innerHeight, view);
		root.style.setProperty('--keyboard', `${under}px`);
		// Safari moves the page up to show what is written in; with a shell as high as what is seen, that hides its head.
		if (under && view.offsetTop > 0) window.scrollTo(0, 0);
	};
	view.addEventListener('resize', look);
	view.addEventListener('scroll', look);
	look();
	return () => {
		view.removeEventListener('resize', look);
		view.removeEventListener('scroll', look);
		root.style.removeProperty('--keyboard');
	};
}
