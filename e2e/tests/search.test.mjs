/** What was said is found: from the box above the list and on a page of its own, narrowed, by mouse and by keyboard, and only by who may read it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, ending, heading, until } from '../lib/desk.mjs';

let it, far, workshop, ines;
const done = ending([]);

before(async () => {
	it = await desk();
	const [team] = await it.teams();
	workshop = await it.luz('POST', 'teams', { name: 'Taller', description: '', hidden: false, parent: null });
	ines = await it.member('Inés', 'Quiroga', { teams: [team.id] });
	for (let n = 1; n <= 24; n += 1) await it.ticket(`Empacadora ${n}`);
	far = await it.ticket('Empacadora del taller', { team: workshop.id });
	await it.luz('POST', `tickets/${far.id}/notes`, { body: 'La empacadora vuelve el lunes', mentions: [] });
	// The index follows the log some moments behind.
	await until(async () => (await it.luz('GET', 'search?q=lunes')).items.length === 1);
});
after(() => it?.stop());

const results = (page) => page.getByRole('list', { name: 'Buscar' }).getByRole('link');
const count = (page, n) => until(async () => (await results(page).count()) === n);

test('from the box to the page, where all of it is, piece by piece', async () => {
	const page = await it.at('tickets/all');
	const box = page.getByRole('searchbox', { name: 'Buscar personas, mensajes o #número' });
	await box.fill('empacadora');
	await page.getByRole('link', { name: 'Ver todos los resultados' }).click();
	await page.waitForURL(/\/search\?q=empacadora$/);
	await heading(page, 'Buscar').waitFor();
	await count(page, 20);
	await button(page, 'Mostrar más').click();
	await count(page, 40);
	await button(page, 'Mostrar más').click();
	// The tickets by their subjects, their contacts by name, and the note.
	await count(page, 51);
	assert.equal(await button(page, 'Mostrar más').count(), 0);
	assert.ok((await page.locator('mark').allInnerTexts()).every((word) => /^empacadora$/i.test(word)));
	await done(page, 'what was found');
});

test('narrowed, and the address keeps it', async () => {
	const page = await it.at('search?q=empacadora');
	await count(page, 20);
	await page.getByRole('tab', { name: 'Mensajes y notas' }).click();
	await count(page, 1);
	await results(page).getByText('Luz').first().waitFor();
	await page.getByRole('tab', { name: 'Tickets' }).click();
	await page.getByLabel(/^Equipo:/).click();
	await page.getByRole('option', { name: 'Taller' }).click();
	await count(page, 1);
	await page.reload();
	await count(page, 1);
	await page.getByLabel(/^Estado:/).click();
	await page.getByRole('option', { name: 'Cerrado' }).click();
	await page.getByText('No encontramos nada con esas palabras.').waitFor();
	// Contacts have no team: what was asked of tickets is not asked of them.
	await page.getByRole('tab', { name: 'Contactos' }).click();
	assert.equal(await page.getByLabel(/^Equipo:/).count(), 0);
	await count(page, 20);
	await done(page, 'narrowed');
});

test('by keyboard alone, from anywhere to what was said', async () => {
	const page = await it.at('contacts');
	await heading(page, 'Contactos', 2).waitFor();
	await page.keyboard.press('ControlOrMeta+k');
	await until(() => page.evaluate(() => document.activeElement?.matches('[role="dialog"] input')));
	await page.keyboard.type('Buscar en todo');
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/search$/);
	await page.getByText('Escribe un nombre, un teléfono').waitFor();
	await page.keyboard.type('vuelve el lun');
	await count(page, 1);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL(new RegExp(`/tickets/all/${far.id}#msg_`));
	await page.getByText('La empacadora vuelve el lunes').waitFor();
	await page.goBack();
	await count(page, 1);
	await done(page, 'by keyboard');
});

test('nobody finds what they may not read', async () => {
	const page = await it.at('search?q=lunes', ines.as);
	await page.getByText('No encontramos nada con esas palabras.').waitFor();
	await page.goto(`${it.home}/o/${it.org}/search?q=empacadora&kind=ticket&team=${workshop.id}`);
	await page.getByText('No encontramos nada con esas palabras.').waitFor();
	await done(page, 'nothing');
});
