/**
 * A finger that is drawn from the left edge takes the pane with it, and what is under it comes back. It begins nowhere where the finger
 * means something else: in what scrolls sideways, in a text that is being written or marked.
 */
const EDGE = 28;
/** From here on it is known what a finger wants. */
const SLOP = 10;
/** Pixels in a millisecond: a flick is enough. */
const FLICK = 0.45;
const AWAY = 0.38;
const SLIDE = 180;

export type Intent = 'unknown' | 'back' | 'other';

export function intentOf(dx: number, dy: number): Intent {
	if (Math.hypot(dx, dy) < SLOP) return 'unknown';
	return dx > 0 && dx > 1.5 * Math.abs(dy) ? 'back' : 'other';
}

/** Let go here and so fast: does it go, or come back? */
export function goes(dx: number, width: number, speed: number): boolean {
	return speed > FLICK || (dx > width * AWAY && speed > -FLICK);
}

/** The finger could mean what it touches. */
function taken(target: EventTarget | null, within: Element): boolean {
	if (!(target instanceof Element)) return true;
	if (target.closest('input, textarea, select, [contenteditable], [role=slider]')) return true;
	if (getSelection()?.isCollapsed === false) return true;
	for (let at: Element | null = target; at && at !== within; at = at.parentElement)
		if (at.scrollLeft > 0) return true;
	return false;
}

interface Options {
	/** Whether there is anywhere to go back to. */
	on: () => boolean;
	/** What is under the pane is to be seen, or no longer. */
	moving: (is: boolean) => void;
	back: () => void;
}

interface Drag {
	id: number;
	x: number;
	y: number;
	claimed: boolean;
	at: number;
	dx: number;
	speed: number;
}

/** For `{@attach}` on the pane. */
export function swipe({ on, moving, back }: Options): (pane: HTMLElement) => () => void {
	return (pane) => {
		let drag: Drag | undefined;
		const still = matchMedia('(prefers-reduced-motion: reduce)');

		const place = (dx: number, slowly = false) => {
			pane.style.transition = slowly ? `transform ${SLIDE}ms var(--ease)` : '';
			pane.style.transform = dx ? `translateX(${dx}px)` : '';
		};

		const settle = (to: number, then: () => void) => {
			if (still.matches) return then();
			place(to || 0.01, true);
			setTimeout(then, SLIDE);
		};

		const rest = () => {
			place(0);
			moving(false);
		};

		function down(event: PointerEvent) {
			drag = undefined;
			if (event.pointerType !== 'touch' || !event.isPrimary || !on()) return;
			if (event.clientX - pane.getBoundingClientRect().left > EDGE) return;
			if (taken(event.target, pane)) return;
			const { pointerId: id, clientX: x, clientY: y, timeStamp: at } = event;
			drag = { id, x, y, at, claimed: false, dx: 0, speed: 0 };
		}

		function move(event: PointerEvent) {
			if (!drag || event.pointerId !== drag.id) return;
			const dx = event.clientX - drag.x;
			if (!drag.claimed) {
				const intent = intentOf(dx, event.clientY - drag.y);
				// A long press has marked a word meanwhile: the finger goes on marking.
				if (intent === 'other' || getSelection()?.isCollapsed === false) drag = undefined;
				if (intent !== 'back' || !drag) return;
				drag.claimed = true;
				pane.setPointerCapture(drag.id);
				moving(true);
			}
			const passed = Math.max(1, event.timeStamp - drag.at);
			drag.speed = 0.6 * ((dx - drag.dx) / passed) + 0.4 * drag.speed;
			[drag.dx, drag.at] = [dx, event.timeStamp];
			place(Math.max(0, dx));
		}

		function end(event: PointerEvent) {
			if (!drag || event.pointerId !== drag.id) return;
			const { claimed, dx, speed } = drag;
			drag = undefined;
			if (!claimed) return;
			const width = pane.clientWidth;
			if (event.type === 'pointerup' && goes(dx, width, speed)) settle(width, back);
			else settle(0, rest);
		}

		// What the finger has claimed scrolls nothing.
		const hold = (event: TouchEvent) => {
			if (drag?.claimed && event.cancelable) event.preventDefault();
		};

		pane.addEventListener('pointerdown', down);
		pane.addEventListener('pointermove', move);
		pane.addEventListener('pointerup', end);
		pane.addEventListener('pointercancel', end);
		pane.addEventListener('touchmove', hold, { passive: false });
		return () => {
			rest();
			pane.removeEventListener('pointerdown', down);
			pane.removeEventListener('pointermove', move);
			pane.removeEventListener('pointerup', end);
			pane.removeEventListener('pointercancel', end);
			pane.removeEventListener('touchmove', hold);
		};
	};
}
