/**
 * Text that does not fit: beyond the side of the window, out of its own box, or cut where it is ours to say. What people
 * write (names, messages) may end in an ellipsis; what a catalogue says may not.
 */

/** Everything on the page that does not fit, one line each; `said` are the texts of the catalogue. */
export async function overflowing(page, said) {
	return page.evaluate((texts) => {
		const ours = new Set(texts);
		const wrong = [];
		const width = document.documentElement.clientWidth;
		if (document.scrollingElement.scrollWidth > width) {
			wrong.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${width}`);
		}

		const ancestors = (element) => (element.parentElement ? [element.parentElement, ...ancestors(element.parentElement)] : []);
		/** What can be scrolled sideways around it, as a strip of chips. */
		const scroller = (element) =>
			[element, ...ancestors(element)].find(
				(e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth
			);
		/** What the eye never gets: skip links and labels for readers. */
		const unseen = (element) =>
			!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) ||
			[element, ...ancestors(element)].some((e) => {
				const { clip, clipPath } = getComputedStyle(e);
				const box = e.getBoundingClientRect();
				return clip !== 'auto' || clipPath !== 'none' || (box.width <= 1 && box.height <= 1) || box.bottom < 0;
			});
		const block = (element) => (getComputedStyle(element).display === 'inline' ? block(element.parentElement) : element);

		/** Where its words stand: a space that hangs over the end of a `pre-wrap` line is nothing that anybody sees. */
		const inked = (node) => {
			const range = document.createRange();
			const words = [...node.data.matchAll(/\S+/g)].map(({ 0: word, index }) => {
				range.setStart(node, index);
				range.setEnd(node, index + word.length);
				return range.getBoundingClientRect();
			});
			const [left, right] = [Math.min(...words.map((w) => w.left)), Math.max(...words.map((w) => w.right))];
			return { width: right - left, right, bottom: Math.max(...words.map((w) => w.bottom)) };
		};

		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walk.nextNode(); node; node = walk.nextNode()) {
			const text = node.data.trim();
			const element = node.parentElement;
			if (!text || ['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName) || unseen(element)) continue;
			const [place, box] = [inked(node), block(element)];
			if (place.width === 0) continue;
			const [frame, style] = [box.getBoundingClientRect(), getComputedStyle(box)];
			const cut = style.overflowX !== 'visible';
			const say = (what) => wrong.push(`“${text.slice(0, 60)}” ${what} (${box.tagName.toLowerCase()}.${box.className})`);
			const window_ = scroller(box);
			if (window_ && element.closest('th') && place.right > window_.getBoundingClientRect().right + 1) {
				say('heads a column that is out of sight');
			} else if (place.right > frame.right + 1 && (!cut || ours.has(text))) {
				say(cut ? 'is cut' : `sticks out by ${Math.round(place.right - frame.right)}`);
			} else if (style.overflowY === 'visible' && place.bottom > frame.bottom + 2) {
				say(`sticks out below by ${Math.round(place.bottom - frame.bottom)}`);
			} else if (!cut && place.right > width + 1 && !window_) {
				say('is beyond the side of the window');
			}
			const button = element.closest('button, a[class*="button"], [role="tab"]');
			if (button && ours.has(text)) {
				const edge = button.getBoundingClientRect();
				if (place.right > edge.right + 1 || place.bottom > edge.bottom + 1) say('is larger than its button');
			}
		}
		return [...new Set(wrong)];
	}, said);
}
