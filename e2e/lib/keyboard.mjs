/**
 * A person without a pointer: presses keys, and knows after each where the focus is. The browser itself says whether a pointer
 * was used after all.
 */
import assert from 'node:assert/strict';

import { until } from './desk.mjs';

/** What the focus is on, as a reader says it, and whether one sees that it is there. Runs inside the page. */
function focused() {
	const at = document.activeElement;
	if (!at || at === document.body) return { name: '', role: '', lost: true };
	const box = at.getBoundingClientRect();
	const { outlineStyle, outlineWidth } = getComputedStyle(at);
	const role = at.getAttribute('role') ?? at.tagName.toLowerCase();
	const writes = at.matches('textarea, input:not([type=checkbox], [type=radio])');
	const ringed = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
	// A line of a menu is marked by its ground; a pane or a dialog has the focus so that the reader and Tab begin there.
	const marked = at.hasAttribute('data-highlighted') || at.matches('[tabindex="-1"]:not(button, a, input, [role^="menuitem"])');
	return {
		name: (at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? '').trim(),
		role,
		lost: false,
		seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && (writes || ringed || marked)
	};
}

export async function keyboard(page) {
	await page.addInitScript(() => {
		window.pointers = 0;
		for (const kind of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(kind, () => (window.pointers += 1), true);
	});
	const at = () => page.evaluate(focused);

	/** Fails when the focus is nowhere, or where nobody sees it, once what was done has settled. */
	async function held(after) {
		let found;
		await until(async () => !(found = await at()).lost && found.seen, 3000).catch(() =>
			assert.fail(`after ${after} the focus is ${found.lost ? 'nowhere' : `unseen on ${found.role} “${found.name}”`}`)
		);
		return found;
	}

	const hands = {
		at,
		held,
		async press(keys, what = keys) {
			await page.keyboard.press(keys);
			return held(what);
		},
		async type(text) {
			await page.keyboard.type(text);
			return held(`writing “${text}”`);
		},
		/** Goes on with Tab until the focus is on what bears this name. */
		async to(name, { role, most = 80, key = 'Tab' } = {}) {
			const passed = [];
			for (let n = 0; n < most; n += 1) {
				const found = await at();
				if (name.test(found.name) && (!role || found.role === role)) return held(`going to ${name}`);
				if (!found.lost) passed.push(found.name.slice(0, 30));
				await page.keyboard.press(key);
			}
			assert.fail(`${key} never came to ${name}; it passed ${passed.join(' | ')}`);
		},
		/** In an open menu: down to the line of this name, and in. */
		async pick(name) {
			await page.locator('[role="menu"]').waitFor();
			await hands.to(name, { key: 'ArrowDown', most: 20 });
			await page.keyboard.press('Enter');
			return held(`choosing ${name}`);
		},
		/** In an open list that is written in: what is left of it, down to the one of this name, and in. */
		async choose(text, name = new RegExp(`^${text}`)) {
			await page.getByRole('option').first().waitFor();
			await page.keyboard.type(text);
			const chosen = page.locator('[role="option"][data-selected], [role="option"][aria-selected="true"]').first();
			await page.getByRole('option', { name }).first().waitFor();
			for (let n = 0; !name.test((await chosen.innerText()).trim()); n += 1) {
				assert.ok(n < 20, `no arrow came to ${name}`);
				await page.keyboard.press('ArrowDown');
			}
			await page.keyboard.press('Enter');
			return held(`choosing ${name}`);
		},
		async unpointed() {
			assert.equal(await page.evaluate(() => window.pointers), 0, 'a pointer was used');
		}
	};
	return hands;
}
