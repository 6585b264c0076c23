/** A day's work by keyboard alone, from the door to the door; after each act the focus is somewhere, and one sees where. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { quiet } from '../lib/browser.mjs';
import { boss, desk, dialog, heading, password, until } from '../lib/desk.mjs';
import { keyboard } from '../lib/keyboard.mjs';

let it, page, keys, ines, team;
const tickets = {};

before(async () => {
	it = await desk();
	[team] = await it.teams();
	const other = await it.luz('POST', 'teams', { name: 'Refacciones' });
	ines = await it.member('Inés', 'Quiroga', { teams: [team.id, other.id] });
	await it.luz('POST', 'labels', { name: 'Garantía', colour: 'green' });
	await it.luz('POST', 'canned', { name: 'Horario', shortcut: 'horario', body: 'Atendemos de lunes a sábado.' });
	for (const subject of ['Tolva', 'Banda', 'Filtro', 'Rodamiento']) tickets[subject] = await it.ticket(subject);
	page = await it.at('/sign-in', null);
	keys = await keyboard(page);
	await page.reload();
});
after(() => it?.stop());

const shown = (text) => page.getByText(text, { exact: true }).filter({ visible: true }).first().waitFor();
const current = () => page.url().match(/tkt_[^/?#]+/)?.[0];
const ticket = () => it.luz('GET', `tickets/${current()}`);
const state = (wanted) => until(async () => (await ticket()).state === wanted);

test('in at the door, to a view, and through its tickets', async () => {
	await keys.to(/^Correo/);
	await keys.type(boss.email);
	await keys.to(/^Contraseña/);
	await keys.type(password);
	await keys.press('Enter', 'signing in');
	await page.waitForURL(/\/tickets\/mine/);
	await keys.held('signing in');
	await keys.to(/^Todos/);
	await keys.press('Enter', 'choosing a view');
	await page.waitForURL(/\/tickets\/all/);
	await shown('Cliente de Tolva');
	const seen = [];
	for (let n = 0; n < 3; n += 1) {
		const before = current();
		await keys.press('j');
		await until(() => current() !== before);
		seen.push(current());
		assert.match((await keys.held('j')).name, /^(?:..)?\s*Cliente de/, 'the focus is on the row');
	}
	assert.equal(new Set(seen).size, 3);
	await keys.press('k');
	await until(() => current() === seen[1]);
	// And in from the list, as from a link.
	await keys.press('Tab');
	await keys.press('Shift+Tab');
	await keys.press('Enter', 'opening a row');
	await until(() => current() === seen[1]);
	await heading(page, /^Cliente de/, 2).waitFor();
});

test('answers, with words and with a canned response; a note names a colleague', async () => {
	await keys.press('r');
	await keys.type('Buenos días, ya lo vemos.');
	await keys.press('Control+Enter');
	await shown('Buenos días, ya lo vemos.');
	await keys.type('/hora');
	await page.getByRole('option', { name: /Horario/ }).waitFor();
	await keys.press('Enter', 'a canned response');
	await keys.press('Control+Enter');
	await shown('Atendemos de lunes a sábado.');
	await keys.press('Escape', 'leaving the text');
	await keys.press('n');
	await keys.type('¿Lo conoces, @In');
	await page.getByRole('option', { name: /Inés/ }).waitFor();
	await keys.press('Enter', 'a mention');
	await keys.press('Control+Enter');
	await shown('@Inés Quiroga');
	await keys.press('Escape', 'leaving the note');
	await until(async () => (await ines.as('GET', 'tickets?view=mentions')).items.some((row) => row.id === current()));
});

test('labels, takes, holds, snoozes, assigns, hands over', async () => {
	await keys.press('l');
	await keys.choose('Garan', /^Garantía/);
	await keys.press('Escape', 'leaving the labels');
	await until(async () => (await ticket()).labels.some((one) => one.name === 'Garantía'));
	await keys.press('Control+k');
	await keys.choose('Tomar', /^Tomar$/);
	await until(async () => (await ticket()).assignee?.name === 'Luz Arriaga');
	await keys.press('z');
	await keys.pick(/^Poner en espera/);
	await state('hold');
	await keys.press('z');
	await keys.pick(/^Quitar la espera/);
	await state('open');
	await keys.press('z');
	await keys.pick(/^3 horas/);
	await state('snoozed');
	await keys.press('Control+k');
	await keys.choose('Retomar', /^Retomar ahora/);
	await state('open');
	await keys.press('a');
	await keys.choose('Inés', /^Inés Quiroga/);
	await until(async () => (await ticket()).assignee?.name === 'Inés Quiroga');
	await keys.press('t');
	await keys.choose('Refac', /^Refacciones/);
	await dialog(page, 'Transferir a Refacciones').waitFor();
	await keys.held('the question before a transfer');
	await keys.type('La pieza es suya');
	await keys.press('Control+Enter');
	await until(async () => (await ticket()).team.name === 'Refacciones');
	await dialog(page, 'Transferir a Refacciones').waitFor({ state: 'detached' });
	await keys.held('a transfer');
});

test('closes with a reason and is at the next', async () => {
	const closed = current();
	await keys.press('Shift+E');
	await dialog(page, /Cerrar el ticket/).waitFor();
	await keys.to(/./, { role: 'radio' });
	await keys.press('Enter', 'the reason');
	await until(() => current() && current() !== closed);
	await keys.held('closing');
	assert.equal((await it.luz('GET', `tickets/${closed}`)).state, 'closed');
	await heading(page, /^Cliente de/, 2).waitFor();
});

test('finds somebody, opens the palette and the list of keys', async () => {
	await keys.press('/');
	await keys.type('Rodamiento');
	await page.getByRole('list', { name: 'Buscar' }).getByRole('link').first().waitFor();
	await keys.press('Enter', 'what was found');
	await until(() => current() === tickets.Rodamiento.id);
	await heading(page, 'Cliente de Rodamiento', 2).waitFor();
	await keys.held('what was found');
	await keys.press('/');
	await keys.type('Tolva');
	await keys.press('Escape', 'emptying the search');
	await keys.press('Escape', 'leaving the search');
	await keys.press('?');
	await dialog(page, 'Atajos de teclado').waitFor();
	await keys.press('Escape', 'closing the keys');
	await keys.press('Control+k');
	await keys.choose('Tickets', /^Ir a Tickets/);
	await page.waitForURL(/\/tickets\/mine/);
});

test('changes a contact, everywhere at once', async () => {
	await keys.to(/^Todos/);
	await keys.press('Enter', 'choosing a view');
	await page.waitForURL(/\/tickets\/all/);
	await shown('Cliente de Tolva');
	await keys.to(/Cliente de Tolva/, { role: 'a' });
	await keys.press('Enter', 'opening a row');
	await until(() => current() === tickets.Tolva.id);
	await keys.to(/^Editar$/);
	await keys.press('Enter', 'editing a contact');
	await keys.to(/^Correo/);
	await keys.type('tolva@cliente.mx');
	await keys.press('Enter', 'saving a contact');
	await page.getByRole('alertdialog').or(dialog(page, '¿Guardar los cambios?')).first().waitFor();
	await keys.to(/^Guardar cambios/);
	await keys.press('Enter', 'saving a contact everywhere');
	await shown('Contacto actualizado');
	await keys.held('a saved contact');
	await shown('tolva@cliente.mx');
});

test('makes a label and leaves by the door', async () => {
	await keys.press('Control+k');
	await keys.choose('Administrar', /^Ir a Administrar/);
	await page.waitForURL(/\/manage/);
	await keys.to(/^Etiquetas/);
	await keys.press('Enter', 'a section');
	await page.waitForURL(/manage\/labels/);
	await keys.to(/^Crear etiqueta/);
	await keys.press('Enter', 'the form of a label');
	await dialog(page, 'Crear etiqueta').waitFor();
	await keys.held('the form of a label');
	await keys.type('Urgente del campo');
	await keys.press('Enter', 'a label');
	await shown('Se creó la etiqueta «Urgente del campo»');
	await keys.held('a label made');
	await keys.to(/Menú personal/);
	await keys.press('Enter', 'the personal menu');
	await keys.pick(/^Cerrar sesión/);
	await heading(page, 'Inicia sesión').waitFor();
	await keys.held('leaving');
	await keys.to(/^Correo/);
	await keys.unpointed();
	quiet(page, [/status of 401/]);
});
