/** So long at the most: a page that nobody sees paints nothing. */
const PATIENCE = 200;

/** Does something when what was just drawn has been painted; at once where nothing is ever painted. */
export function afterPaint(act: () => void): void {
	if (typeof requestAnimationFrame !== 'function') return act();
	let done = false;
	const once = () => {
		if (done) return;
		done = true;
		act();
	};
	// Between this frame and the next one.
	requestAnimationFrame(() => setTimeout(once));
	setTimeout(once, PATIENCE);
}
