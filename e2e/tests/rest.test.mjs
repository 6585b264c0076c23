/** A panel that nobody touches: it hears what happens by its line, and asks for nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { until } from '../lib/desk.mjs';
import { furnished } from '../lib/furnished.mjs';

let it;

before(async () => {
	it = await furnished();
});
after(() => it?.stop());

/** So long it asks for nothing once it rests: what asks again and again never does. */
const LOOK = 2000;

test('it comes to rest', async () => {
	const places = [`tickets/all/${it.open}`, 'tickets/all', `contacts/${it.contact}`, 'monitor', 'manage/members', `manage/channels/${it.chat}`, '/me/notifications'];
	for (const place of places) {
		const page = await it.at(place);
		const asked = [];
		let last = Date.now();
		page.on('request', (request) => {
			last = Date.now();
			asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
		});
		await page.locator('h1').first().waitFor({ state: 'attached' });
		await until(() => Date.now() - last > LOOK).catch(() => assert.fail(`${place} asks on and on: ${asked.slice(-8).join(', ')}`));
		await page.context().close();
	}
});

test('one ticket after another: nothing of the first is in the second, and no second list is made', async () => {
	const page = await it.at('tickets/all');
	const rows = page.locator('.rows a');
	const box = page.getByRole('textbox', { name: /^(Respuesta a|Nota privada)/ });
	const asked = [];
	let last = Date.now();
	page.on('request', (request) => {
		last = Date.now();
		asked.push(new URL(request.url()));
	});
	const rest = () => until(() => Date.now() - last > LOOK / 2);
	const at = async (n) => {
		await rows.nth(n).click();
		await box.waitFor();
		await rest();
	};
	// Both were seen before: the conversation stays where it is and gets the next one's.
	for (const n of [0, 1, 0]) await at(n);
	await page.keyboard.press('n');
	await box.pressSequentially('Esto es del primero.');
	await rest();
	asked.length = 0;
	await page.evaluate(() => document.activeElement.blur());
	await page.getByRole('button', { name: 'Más acciones' }).click();
	await page.getByRole('menu').waitFor();
	await page.goBack();
	await rest();
	assert.equal(await page.getByRole('menu').count(), 0);
	assert.equal(await page.getByRole('tab', { name: /^Responder/ }).getAttribute('aria-selected'), 'true');
	assert.equal(await box.inputValue(), '');
	await box.focus();
	await page.keyboard.press('Control+z');
	assert.equal(await box.inputValue(), '');
	const lists = asked.filter(({ pathname, searchParams }) => pathname.endsWith('/tickets') && searchParams.get('view') === 'all' && !searchParams.has('contact'));
	// What is there is read anew (with a limit), once for what was left and once for what was heard; no other list is made.
	assert.deepEqual(lists.filter(({ searchParams }) => !searchParams.has('limit')).map(({ search }) => search), []);
	assert.ok(lists.length === 1 || lists.length === 2, `${lists.length}`);
	await page.goForward();
	await page.getByRole('tab', { name: /^Nota/ }).click();
	assert.equal(await box.inputValue(), 'Esto es del primero.');
	await page.context().close();
});
