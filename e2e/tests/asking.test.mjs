/** Asking for a permission, in a real browser: where it is missed, granted with one press or refused with a word, there at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading } from '../lib/desk.mjs';

/** A section that is closed asks for what it would show; the browser writes the refusals down. */
const done = ending([/status of 4(03|04)/]);

let it, team;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
});
after(() => it?.stop());

const bell = (page, name) => page.getByRole('button', { name, exact: true });

test('what is missing is asked for where it is missed, granted until a day, and there at once', async () => {
	const eva = await it.member('Eva', 'Luna', { teams: [team] });
	const ticket = await it.ticket('Riego', { assignee: eva.id });
	const [hers, his] = [await it.at(`tickets/mine/${ticket.id}`, eva.as), await it.at('tickets/all')];
	await hers.getByText('Buenas tardes').first().waitFor();
	const edit = button(hers, 'Editar');
	await edit.hover();
	const why = hers.getByRole('tooltip').or(hers.locator('[data-tooltip-content]')).first();
	await why.getByText('Necesitas «Editar contactos».').waitFor();
	await why.getByText('Puede dártelo la administración de Tractores Lerma.').waitFor();
	await edit.click();
	const ask = dialog(hers, 'Pedir «Editar contactos»');
	await ask.getByText('Dónde: Sistema').waitFor();
	await accessible(hers, 'about to ask');
	await button(ask, 'Pedir permiso').click();
	await hers.getByText('Se lo pediste a quienes pueden dártelo.').waitFor();

	await bell(his, 'Notificaciones: 1 sin leer').click();
	const list = dialog(his, 'Notificaciones');
	await list.getByText('Eva Luna te pide «Editar contactos» (Sistema)').waitFor();
	await list.getByRole('button', { name: /^Dar permiso ?: Eva Luna, Editar contactos$/ }).waitFor();
	await accessible(his, 'a request in the notifications');
	await list.getByRole('button', { name: /^Hasta…/ }).click();
	const form = dialog(his, 'Dar «Editar contactos» a Eva Luna');
	await button(form, 'Dar permiso').click();
	await form.getByText('Falta este dato.').waitFor();
	const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
	await form.getByLabel('Último día').fill(day);
	await button(form, 'Dar permiso').click();
	await his.getByText('Eva Luna ya tiene «Editar contactos»').waitFor();
	await list.getByText('Sin notificaciones').waitFor();

	// Without a reload.
	await bell(hers, 'Notificaciones: 1 sin leer').waitFor();
	await hers.locator('button:not([aria-haspopup])').filter({ hasText: /^\s*Editar\s*$/ }).click();
	await hers.getByLabel('Empresa').waitFor();
	const { items: held } = await it.luz('GET', `members/${eva.id}/switches`);
	assert.equal(held.length, 1);
	assert.equal(held[0].permission, 'contact.edit');
	assert.equal(held[0].until.slice(0, 10) >= day, true, 'until the end of that day, in her zone');
	await bell(hers, 'Notificaciones: 1 sin leer').click();
	await dialog(hers, 'Notificaciones').getByText(/Luz Arriaga te dio «Editar contactos» \(Sistema\) hasta el/).waitFor();
	await done(hers, 'an answer');
	await done(his, 'notifications, answered');
});

test('a closed section is asked for, refused with a word, and who asks again is told why', async () => {
	const leo = await it.member('Leo', 'Paz', { roles: ['coordinator'], teams: [team] });
	const [his, page] = [await it.at('manage/members', leo.as, { size: 'phone' }), await it.at('manage/members?view=requests')];
	await page.getByText('No hay solicitudes de permiso').waitFor();
	await accessible(page, 'no requests');
	await heading(his, 'No administras esto', 2).waitFor();
	await button(his, 'Pedir permiso').click();
	const ask = dialog(his, 'Pedir «Ver usuarios»');
	await button(ask, 'Pedir permiso').click();
	await his.getByText('Se lo pediste a quienes pueden dártelo.').waitFor();

	await page.getByText('Leo Paz pide «Ver usuarios»').waitFor();
	await page.getByText('Dónde: toda la organización').waitFor();
	await page.getByRole('button', { name: /^Rechazar ?: Leo Paz, Ver usuarios$/ }).click();
	const form = dialog(page, 'Rechazar «Ver usuarios» para Leo Paz');
	await form.getByLabel('Por qué no').fill('Lo ve Inés, de tu turno');
	await button(form, 'Rechazar').click();
	await page.getByText('No hay solicitudes de permiso').waitFor();

	await button(his, 'Pedir permiso').click();
	await ask.getByText('La última vez no te lo dieron: Lo ve Inés, de tu turno').waitFor();
	await button(ask, 'Pedir permiso').click();
	await ask.waitFor({ state: 'detached' });
	// Asked twice, it waits: and can be taken back.
	await button(his, 'Pedir permiso').click();
	await ask.getByText('todavía no te responden').waitFor();
	await page.getByText('Leo Paz pide «Ver usuarios»').waitFor();
	await done(page, 'requests');
	await button(ask, 'Retirar solicitud').click();
	await his.getByText('Retiraste la solicitud').waitFor();
	await done(his, 'a closed section on a phone');
});
