/** Roles and what is given by channel, in a real browser: read, compared, copied, looked at before they change; each felt in the open panel of whom it is about. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading } from '../lib/desk.mjs';

/** What one may no longer see, a form that is refused: the browser writes them down too. */
const asked = [/status of 4(03|04|09|22)/];

let it, team;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
});
after(() => it?.stop());

const done = ending(asked);

/** Chooses one of a field's few. */
async function pick(page, field, option) {
	await page.getByLabel(field).click();
	await page.getByRole('option', { name: option, exact: true }).click();
}

test('a role is copied, looked at before it is changed, felt at once, and deleted when nobody has it', async () => {
	const page = await it.at('manage/roles');
	await page.getByRole('link', { name: 'Asesor', exact: true }).click();
	await heading(page, 'Asesor').waitFor();
	await page.getByText('Los suyos y todos los de sus equipos').waitFor();
	await page.getByText('Es un rol incluido y no cambia.').waitFor();
	await accessible(page, 'a built-in role');
	await button(page, 'Copiar').click();
	const form = dialog(page, 'Crear rol');
	await button(form, 'Crear rol').click();
	await form.getByText('Este dato es obligatorio.').waitFor();
	await form.getByLabel('Nombre').fill('Taller');
	await button(form, 'Crear rol').click();
	await heading(page, 'Taller').waitFor();
	await page.getByText('Nadie lo tiene.').waitFor();
	const made = page.url().split('/').at(-1);

	const nora = await it.member('Nora', 'Díaz', { roles: [made], teams: [team] });
	const ticket = await it.ticket('Bomba', { team });
	const hers = await it.at(`tickets/team/${ticket.id}`, nora.as);
	await hers.getByText('Cliente de Bomba').first().waitFor();
	await page.getByText('Lo tiene 1 usuario').waitFor();

	// Less: she sees only her own. By name, and with the ticket's number, before it is saved.
	await page.getByRole('radio', { name: 'Los suyos', exact: true }).click();
	await pick(page, /^Tomar siguiente: si lo tiene/, 'No');
	await button(page, 'Guardar cambios').click();
	const sure = dialog(page, 'Qué cambia si guardas');
	await sure.getByRole('heading', { name: 'Nora Díaz' }).waitFor();
	await sure.getByText(`en 1 ticket: #${ticket.number}`).first().waitFor();
	await accessible(page, 'what a change of a role closes');
	await button(sure, 'Cancelar').click();
	await nora.as('GET', `tickets/${ticket.id}`);
	await button(page, 'Guardar cambios').click();
	await button(sure, 'Guardar cambios').click();
	await page.getByText('Se guardó el rol Taller').waitFor();
	await hers.getByText('Cliente de Bomba').first().waitFor({ state: 'detached' });
	await assert.rejects(() => nora.as('GET', `tickets/${ticket.id}`), /404/);

	// Deleted only when nobody has it.
	await button(page, 'Eliminar').hover();
	await page.getByText('Lo tiene 1 usuario. Dale otro rol antes de eliminarlo.').first().waitFor();
	await it.luz('PUT', `members/${nora.id}/roles`, { roles: ['operator'] });
	await page.getByText('Nadie lo tiene.').waitFor();
	await button(page, 'Eliminar').click();
	await button(dialog(page, '¿Eliminar el rol Taller?'), 'Eliminar').click();
	await page.getByText('Se eliminó el rol Taller').waitFor();
	await heading(page, 'Roles').waitFor();
	assert.equal(await page.getByRole('link', { name: 'Taller', exact: true }).count(), 0);
	await done(hers, 'tickets that one sees no more');
	await done(page, 'roles');
});

test('a role that is not used is not offered any more, and two are seen side by side', async () => {
	const page = await it.at('manage/roles');
	await page.getByRole('link', { name: 'Parte interesada' }).click();
	await page.getByRole('switch', { name: 'Ofrecerlo al invitar y al cambiar roles' }).click();
	await page.getByText('Parte interesada ya no se ofrece').waitFor();
	await page.goto(`${it.home}/o/${it.org}/manage/members`);
	await button(page, 'Invitar usuario').first().click();
	const invite = page.getByRole('dialog');
	await invite.getByLabel('Roles', { exact: true }).click();
	await page.getByRole('option', { name: /^Solo lectura/ }).waitFor();
	assert.equal(await page.getByRole('option', { name: /^Parte interesada/ }).count(), 0);
	await page.keyboard.press('Escape');

	await page.goto(`${it.home}/o/${it.org}/manage/roles/table`);
	const table = page.getByRole('table');
	await table.getByRole('columnheader', { name: /^Supervisión/ }).waitFor();
	assert.equal(await table.getByRole('columnheader', { name: /^Parte interesada/ }).count(), 0);
	await accessible(page, 'all roles');
	await page.getByText('Todos los que se ofrecen').click();
	for (const name of ['Operador', 'Asesor']) await page.getByRole('option', { name, exact: true }).click();
	await page.keyboard.press('Escape');
	await page.getByRole('checkbox', { name: 'Solo las diferencias' }).click();
	await page.waitForURL(/diff=1/);
	const row = table.getByRole('row', { name: /^Transferir tickets/ });
	assert.deepEqual(await row.getByRole('cell').allInnerTexts().then((cells) => cells.map((cell) => cell.trim())), ['No', 'Opcional, encendido']);
	assert.equal(await table.getByRole('row', { name: /^Enviar plantillas/ }).count(), 0, 'both send templates');
	await done(page, 'two roles side by side');
});

test('in one channel only: from the row and for several at once, and the contact is edited in its tickets alone', async () => {
	const [leo, eva] = [await it.member('Leo', 'Paz', { teams: [team] }), await it.member('Eva', 'Luna', { teams: [team] })];
	const here = await it.luz('POST', 'channels', { kind: 'api', name: 'Bot de ventas', team });
	const open = async (subject, channel) => (await it.ticket(subject, { assignee: leo.id, ...(channel && { channel }) })).id;
	const [inside, outside] = [await open('Riego', here.id), await open('Siembra')];
	const may = async (who, ticket) => (await who.as('GET', `tickets/${ticket}`)).can['contact.edit'] === true;

	const page = await it.at(`manage/channels/${here.id}`);
	await button(page, 'Permisos de Leo Paz en este canal').click();
	const form = dialog(page, 'Permisos de Leo Paz');
	await form.getByRole('switch', { name: 'Editar contactos', checked: false }).click();
	await accessible(page, 'what somebody may do in a channel');
	await button(form, 'Guardar cambios').click();
	await page.getByText('Se guardaron los permisos de 1 usuario en Bot de ventas').waitFor();
	await form.waitFor({ state: 'detached' });
	assert.deepEqual([await may(leo, inside), await may(leo, outside)], [true, false]);
	const his = await it.at(`tickets/mine/${inside}`, leo.as);
	const card = his.locator('section').filter({ has: his.getByRole('button', { name: 'Contacto', exact: true }) });
	// What one may not is there to be asked for: it opens a dialog that says who could give it.
	const edits = (asks) => card.getByRole('button', { name: 'Editar', exact: true }).and(his.locator(asks ? '[aria-haspopup]' : ':not([aria-haspopup])'));
	await edits(false).waitFor();
	await his.goto(`${it.home}/o/${it.org}/tickets/mine/${outside}`);
	await edits(true).waitFor();

	// Several: one has it, one has not.
	for (const name of ['Leo Paz', 'Eva Luna']) await page.getByRole('checkbox', { name: `Elegir a ${name}` }).click();
	await page.getByRole('toolbar').getByRole('button', { name: 'Permisos en este canal' }).click();
	const both = dialog(page, 'Permisos de 2 usuarios');
	await both.getByText('Lo tiene 1 de 2.').waitFor();
	await accessible(page, 'what several may do in a channel');
	await both.getByRole('checkbox', { name: 'Editar contactos' }).click();
	await button(both, 'Guardar cambios').click();
	await page.getByText('Se guardaron los permisos de 2 usuarios en Bot de ventas').waitFor();
	await it.luz('PUT', `tickets/${inside}/assignee`, { member: eva.id });
	await it.luz('PUT', `tickets/${outside}/assignee`, { member: eva.id });
	assert.deepEqual([await may(eva, inside), await may(eva, outside)], [true, false]);
	await done(his, 'a ticket of another channel');
	await done(page, 'who works in a channel');
});
