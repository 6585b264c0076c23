/** Work that is shared out, in a real browser: a team's mode, a quota, who is at work, what comes to them by itself, and the end of a long day. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, ending, until } from '../lib/desk.mjs';

let it, team, lia, page, hers;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
	lia = await it.member('Lía', 'Paz', { teams: [team] });
});
after(() => it?.stop());

const done = ending([]);
const has = async (ticket) => (await it.luz('GET', `tickets/${ticket.id}`)).assignee?.id;
const menu = (where) => where.getByRole('button', { name: /Menú personal/ });

test('a team shares out in turn, up to the quota that the organisation and the person have', async () => {
	page = await it.at('manage/organisation');
	await page.getByLabel('Cupo por persona').fill('diez');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Escribe un número entero.').waitFor();
	await page.getByLabel('Cupo por persona').fill('1');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardaron los datos de la organización').waitFor();
	await accessible(page, 'how work is shared out');

	await page.goto(`${it.home}/o/${it.org}/manage/members/${lia.id}`);
	await page.getByPlaceholder('El de la organización: 1').waitFor();
	await page.getByLabel('Cupo').fill('2');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardaron los cambios de Lía Paz').waitFor();

	await page.goto(`${it.home}/o/${it.org}/manage/teams/${team}`);
	await page.getByRole('radio', { name: 'Por turno' }).click();
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó Atención').waitFor();
	await accessible(page, 'a team that shares out');
	await page.goto(`${it.home}/o/${it.org}/manage/teams`);
	await page.getByRole('cell', { name: 'Por turno' }).waitFor();
});

let third;

test('who comes to their desk is given the longest waiting, and no more than their quota', async () => {
	hers = await it.at('tickets/mine', lia.as);
	const first = await it.ticket('Filtro');
	const second = await it.ticket('Bomba');
	third = await it.ticket('Correa');
	await menu(hers).click();
	await hers.getByText('0 de 2 tickets abiertos').waitFor();
	await hers.getByRole('menuitem', { name: 'En línea', exact: true }).click();
	await hers.getByText('Cliente de Filtro').first().waitFor();
	await hers.getByText('Cliente de Bomba').first().waitFor();
	assert.deepEqual([await has(first), await has(second), await has(third)], [lia.id, lia.id, undefined]);
	await menu(hers).click();
	await hers.getByText('2 de 2 tickets abiertos').waitFor();
	await accessible(hers, 'the menu of one’s own');
	await hers.keyboard.press('Escape');

	// What waits says which one it is; whoever looks for somebody sees who is there.
	await page.goto(`${it.home}/o/${it.org}/tickets/all/${third.id}`);
	await page.getByText('En cola, 1 de 1').waitFor();
	await page.getByRole('button', { name: /^Asignar:/ }).click();
	await page.getByRole('option', { name: /Lía Paz.*En línea/ }).waitFor();
	await page.keyboard.press('Escape');
	await accessible(page, 'a ticket that waits');

	await lia.as('PUT', `/api/v1/organisations/${it.org}/tickets/${first.id}/hold`);
	await page.getByText('El reparto automático dio el ticket a Lía Paz').waitFor();
	await hers.getByText('Cliente de Correa').first().waitFor();
	assert.equal(await has(third), lia.id);
});

test('half an hour before the end of a long day one is asked, and one press goes on', async () => {
	const mine = async () => (await lia.as('GET', '/api/v1/me/presence')).items[0];
	const { ends_at } = await mine();
	await hers.clock.setFixedTime(new Date(Date.parse(ends_at) - 20 * 60_000));
	const asked = hers.getByText('¿Sigues en tu puesto?');
	await asked.waitFor({ timeout: 30_000 });
	await accessible(hers, 'somebody who is asked whether they are there');
	await button(hers, 'Seguir conectado').click();
	await until(async () => Date.parse((await mine()).ends_at) > Date.parse(ends_at));
	await hers.clock.setFixedTime(new Date());
	await asked.waitFor({ state: 'detached', timeout: 30_000 });
	// Who goes is given nothing more.
	await menu(hers).click();
	await hers.getByRole('menuitem', { name: 'Desconectado', exact: true }).click();
	await until(async () => (await mine()).presence === 'offline');
	await page.getByRole('button', { name: /^Asignar:/ }).click();
	await page.getByRole('option', { name: /Lía Paz.*Desconectado/ }).waitFor();
	await page.keyboard.press('Escape');
	await done(hers, 'one who has gone');
});

test('a customer who does not answer is shown by a clock, and by its words', async () => {
	const row = page.getByRole('link', { name: /Cliente de Correa/ });
	await row.getByText('Sin respuesta del cliente', { exact: false }).waitFor();
	const other = await it.at('manage/organisation');
	await other.getByLabel('Primer aviso').fill('0');
	await other.getByLabel('Segundo aviso').fill('0');
	await other.getByLabel('Cerrar el ticket tras').fill('90');
	await other.getByLabel('Mensaje al cliente').fill('Cerramos por falta de respuesta.');
	await button(other, 'Guardar cambios').click();
	await other.getByText('Se guardaron los datos de la organización').waitFor();
	await accessible(other, 'when a customer does not answer');
	await page.reload();
	await row.getByText('Segundo aviso, sin respuesta del cliente', { exact: false }).waitFor();
	const head = page.getByRole('main').locator('header').filter({ hasText: 'Cliente de Correa' });
	await head.getByText('Segundo aviso, sin respuesta del cliente', { exact: false }).waitFor();
	await it.luz('PUT', `tickets/${third.id}/hold`);
	await head.getByText('Segundo aviso', { exact: false }).waitFor({ state: 'detached' });
	await done(other, 'an organisation that closes what is silent');
	await done(page, 'a ticket on hold');
});
