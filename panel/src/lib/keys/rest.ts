/**
 * Leaves what is written in without leaving the pane that it is in: single keys count again, and Tab goes on from there.
 * A field that is only left would leave the focus nowhere.
 */
export function rest(from: HTMLElement | null | undefined): void {
	const near = from?.closest<HTMLElement>('[tabindex="-1"]');
	if (near) near.focus({ preventScroll: true });
	else from?.blur();
}
