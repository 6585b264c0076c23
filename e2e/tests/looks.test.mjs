/**
 * How it looks: the gallery of the kit and the main screens, at three widths, against the pictures that were looked at and kept. The
 * panel's own font, no animation, one moment, one set of data. `npm run looks` keeps them anew.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInAll } from '../lib/axe.mjs';
import { launch, open, sizes } from '../lib/browser.mjs';
import { until } from '../lib/desk.mjs';
import { furnished } from '../lib/furnished.mjs';
import { gallery } from '../lib/gallery.mjs';
import { differs, look, sameBrowser, stopDates } from '../lib/looks.mjs';

const moment = Date.UTC(2026, 10, 24, 16, 31);

let it, kit, browser, same;

before(async () => {
	browser = await launch(['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb']);
	same = await sameBrowser(browser);
	[it, kit] = await Promise.all([furnished(), gallery()]);
	for (const subject of ['Rodamiento', 'Sensor', 'Bomba', 'Cuchilla', 'Neumático', 'Correa', 'Inyector', 'Radiador']) await it.ticket(subject);
});
after(async () => {
	await browser?.close();
	await kit?.stop();
	await it?.stop();
});

/** Shown, filled and still. */
async function rest(page) {
	await page.locator('h1').first().waitFor({ state: 'attached' });
	// In the gallery something is always busy.
	if (!page.url().endsWith('/dev/kit')) await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
	// Two looks that are the same: nothing more comes.
	let before = '';
	await until(async () => {
		const now = await page.evaluate(() => `${document.body.innerText} ${document.querySelectorAll('*').length}`);
		const same = now === before;
		before = now;
		return same || page.waitForTimeout(400).then(() => false);
	}, 30_000);
}

async function at(url, { size, theme, cookie }) {
	const page = await open(browser, undefined, { size, theme, bypassCSP: true });
	page.setDefaultTimeout(30_000);
	const [name, value] = cookie?.split('=') ?? [];
	if (cookie) await page.context().addCookies([{ name, value, url: new URL(url).origin }]);
	// What was done a minute ago was done three hours ago, however long the doing took.
	await page.clock.setFixedTime(Date.now() + 3.3 * 3_600_000);
	await page.addInitScript(stopDates, moment);
	await page.goto(url);
	await rest(page);
	return page;
}

test('the gallery of the kit looks as it did, and axe finds nothing in it', async () => {
	const wrong = [];
	for (const size of Object.keys(sizes)) {
		const page = await at(`${kit.url}/dev/kit`, { size, theme: 'light' });
		if (size === 'desk') await accessibleInAll(page, 'the gallery');
		const height = await page.locator('main').evaluate((main) => main.scrollHeight);
		await page.setViewportSize({ width: sizes[size].width, height });
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({ colorScheme });
			wrong.push(await differs(`kit-${size}-${colorScheme}`, await look(page), same));
		}
		await page.context().close();
	}
	assert.deepEqual(wrong.filter(Boolean), []);
});

test('the main screens look as they did', async () => {
	const org = `/o/${it.org}`;
	const screens = {
		'sign-in': '/sign-in',
		inbox: `${org}/tickets/all/${it.open}`,
		contacts: `${org}/contacts`,
		members: `${org}/manage/members`,
		person: `${org}/manage/members/${it.ines.id}`
	};
	const wrong = [];
	for (const [name, address] of Object.entries(screens)) {
		const cookie = name === 'sign-in' ? undefined : it.luz.cookie;
		for (const [size, theme] of [['desk', 'light'], ['desk', 'dark'], ['tablet', 'light'], ['phone', 'light']]) {
			const page = await at(it.home + address, { size, theme, cookie });
			wrong.push(await differs(`${name}-${size}-${theme}`, await look(page), same));
			await page.context().close();
		}
	}
	assert.deepEqual(wrong.filter(Boolean), []);
});
