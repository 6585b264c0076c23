/** What hands do: a pane is drawn away on a phone, the parts of the side are put in another order, an emoji is picked by keys. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, ending, until } from '../lib/desk.mjs';

let it, ticket;

before(async () => {
	it = await desk();
	ticket = await it.ticket('Tolva', { assignee: (await it.luz('GET', '/api/v1/me')).memberships[0].member.id });
});
after(() => it?.stop());

const done = ending();
const writing = (page) => page.getByRole('textbox', { name: /^Respuesta a / });

/** A finger that goes from one place to the next, as slowly as it takes for the page to follow. */
async function draw(page, ...places) {
	const hand = await page.context().newCDPSession(page);
	const say = (type, ...points) => hand.send('Input.dispatchTouchEvent', { type, touchPoints: points });
	const [first, ...others] = places;
	let [x, y] = first;
	await say('touchStart', { x, y });
	for (const [toX, toY] of others) {
		for (let n = 1; n <= 8; n += 1) await say('touchMove', { x: x + ((toX - x) * n) / 8, y: y + ((toY - y) * n) / 8 });
		[x, y] = [toX, toY];
	}
	await say('touchEnd');
	await hand.detach();
}

test('on a phone a finger from the left edge goes back, and no other finger does', async () => {
	const page = await it.at(`tickets/mine/${ticket.id}`, it.luz, { size: 'phone', isMobile: true });
	const here = () => page.url().endsWith(ticket.id);
	await writing(page).waitFor();
	// From the middle, downwards, too little, and in a text that is being written: the ticket stays.
	await draw(page, [180, 300], [360, 300]);
	await draw(page, [8, 300], [20, 420]);
	await draw(page, [8, 300], [40, 300], [22, 300]);
	const box = await writing(page).boundingBox();
	await draw(page, [box.x + 4, box.y + 12], [box.x + 240, box.y + 12]);
	assert.ok(here());
	assert.equal(await page.locator('section.main').evaluate((e) => e.style.transform), '');

	await draw(page, [8, 300], [300, 304]);
	await until(() => !here());
	await page.getByText('Cliente de Tolva').first().waitFor();
	await done(page, 'a list that one came back to');
});

test('the parts of the side stand where they were put, by key and by hand, also the next time', async () => {
	const page = await it.at(`tickets/mine/${ticket.id}`);
	const order = () => page.locator('[data-part]').evaluateAll((all) => all.map((e) => e.dataset.part));
	const before = ['contact', 'ticket', 'labels', 'followers', 'time', 'earlier', 'history'];
	await button(page, 'Mover «Etiquetas»').waitFor();
	await until(async () => (await order()).length === before.length);
	assert.deepEqual(await order(), before);

	await button(page, 'Mover «Etiquetas»').press('Enter');
	await page.getByRole('menuitem', { name: 'Subir' }).press('Enter');
	await page.getByRole('status').filter({ hasText: '«Etiquetas» quedó en el lugar 2 de 7' }).waitFor({ state: 'attached' });
	assert.deepEqual(await order(), ['contact', 'labels', 'ticket', 'followers', 'time', 'earlier', 'history']);
	await until(() => page.evaluate(() => document.activeElement.getAttribute('aria-label') === 'Mover «Etiquetas»'));

	const [from, over] = [await button(page, 'Mover «Contacto»').boundingBox(), await page.locator('[data-part=ticket]').boundingBox()];
	await page.mouse.move(from.x + 8, from.y + 10);
	await page.mouse.down();
	await page.mouse.move(from.x + 8, over.y + over.height - 8, { steps: 6 });
	await page.mouse.up();
	assert.deepEqual(await order(), ['labels', 'ticket', 'contact', 'followers', 'time', 'earlier', 'history']);
	await page.reload();
	await button(page, 'Mover «Etiquetas»').waitFor();
	assert.deepEqual((await order()).slice(0, 3), ['labels', 'ticket', 'contact']);
	await done(page, 'a side in another order');
});

test('an emoji is found by its name, picked by keys and kept for the next time', async () => {
	const page = await it.at(`tickets/mine/${ticket.id}`);
	await writing(page).fill('Gracias');
	await button(page, 'Insertar emoji').press('Enter');
	const picker = page.getByRole('dialog', { name: 'Insertar emoji' });
	await picker.getByRole('radio', { name: 'Medio', exact: true }).check({ force: true });
	const search = picker.getByRole('searchbox', { name: 'Buscar emoji' });
	await search.fill('mano saludando');
	await search.press('ArrowDown');
	await page.keyboard.press('Enter');
	await picker.waitFor({ state: 'detached' });
	await until(() => page.evaluate(() => document.activeElement.value === 'Gracias👋🏽'));

	await button(page, 'Insertar emoji').press('Enter');
	await picker.getByRole('grid', { name: 'Recientes' }).getByRole('gridcell').first().waitFor();
	assert.equal(await picker.getByRole('grid', { name: 'Recientes' }).innerText(), '👋🏽');
	await search.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	assert.equal(await page.evaluate(() => document.activeElement.textContent), '😀');
	await done(page, 'the picker of emoji');
});
