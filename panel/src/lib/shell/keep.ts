/**
 * The focus is never nowhere. What has it may go: a button whose act is done, a row that left the list, a field whose form was
 * saved. Then what stood around it has the focus, and is where Tab goes on from.
 */

const focusable =
	'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]';

const nowhere = () => !document.activeElement || document.activeElement === document.body;
const shown = (element: HTMLElement) => element.checkVisibility?.() ?? true;

/** The first thing that stands in what is left around something, `home` when nothing of it is. */
export function nearest(around: readonly HTMLElement[], home: HTMLElement): HTMLElement {
	const left = around.find((one) => one.isConnected && home.contains(one) && one !== home);
	if (!left || !shown(left)) return home;
	if (left.tabIndex >= 0) return left;
	return [...left.querySelectorAll<HTMLElement>(focusable)].find(shown) ?? home;
}

/** To be called after another page came: it begins at `home`, unless something in it was given the focus. */
export function arrive(home: HTMLElement): void {
	const { activeElement: at } = document;
	if (nowhere() || (at instanceof HTMLElement && !shown(at))) home.focus({ preventScroll: true });
}

/** Watches over the focus until the returned function is called. */
export function keep(home: HTMLElement): () => void {
	let last: HTMLElement | undefined;
	let around: HTMLElement[] = [];
	let asked = 0;

	function remember({ target }: FocusEvent) {
		if (!(target instanceof HTMLElement)) return;
		last = target;
		around = [];
		for (let one = target.parentElement; one; one = one.parentElement) around.push(one);
	}

	function look() {
		asked = 0;
		if (!last || last.isConnected || !nowhere()) return;
		last = undefined;
		nearest(around, home).focus({ preventScroll: true });
	}

	// A frame later: what opened something gives the focus back by itself.
	const changes = new MutationObserver(() => {
		if (last && !last.isConnected && nowhere()) asked ||= requestAnimationFrame(look);
	});
	changes.observe(document.body, { childList: true, subtree: true });
	document.addEventListener('focusin', remember);
	return () => {
		changes.disconnect();
		cancelAnimationFrame(asked);
		document.removeEventListener('focusin', remember);
	};
}
