/** Whoever is here already, in a real browser: roles, exceptions, teams, shut out for a while, removed; each felt in the open panel of whom it is about. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { boss, button, desk, dialog, ending, heading, password } from '../lib/desk.mjs';

/** What one may no longer see, a sign-in that is asked for: the browser writes them down too. */
const asked = [/status of 4(01|03|04|09|22)/];

let it, team;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
});
after(() => it?.stop());

const done = ending(asked);

/** Chooses in a field of several, and closes it again. */
async function choose(page, where, field, ...names) {
	await where.getByLabel(field, { exact: true }).click();
	for (const name of names) await page.getByRole('option', { name: new RegExp(`^${name}( ✓)?$`) }).click();
	await page.keyboard.press('Escape');
}

/** Saves the page, and again what that opens and closes. */
async function agreed(page) {
	await button(page, 'Guardar cambios').click();
	await button(dialog(page, 'Qué cambia si guardas'), 'Guardar cambios').click();
}

async function act(page, name) {
	await button(page, 'Acciones').click();
	await page.getByRole('menuitem', { name, exact: true }).click();
}

const rail = (page) => page.getByRole('link', { name: 'Administrar' });

test('a role is given and taken, and the open panel follows', async () => {
	const ana = await it.member('Ana', 'Soto', { roles: ['operator'], teams: [team] });
	const hers = await it.at('tickets/mine', ana.as);
	await hers.getByText('No tienes tickets abiertos').waitFor();
	assert.equal(await rail(hers).count(), 0);

	const page = await it.at(`manage/members/${ana.id}`);
	await page.getByLabel('Roles', { exact: true }).waitFor();
	await accessible(page, 'somebody');
	await choose(page, page, 'Roles', 'Coordinación');
	await button(page, 'Guardar cambios').click();
	const sure = dialog(page, 'Qué cambia si guardas');
	await sure.getByText('Cambia para 1 persona:').waitFor();
	await sure.getByText('Administrar respuestas predeterminadas').waitFor();
	await accessible(page, 'what a role opens');
	// Not after all: nothing is saved, and what was chosen is still chosen.
	await button(sure, 'Cancelar').click();
	await sure.waitFor({ state: 'detached' });
	assert.equal(await rail(hers).count(), 0);
	await agreed(page);
	await page.getByText('Se guardaron los cambios de Ana Soto').waitFor();
	await rail(hers).first().click();
	await hers.getByRole('link', { name: /Respuestas predeterminadas/ }).first().click();
	await heading(hers, 'Respuestas predeterminadas').waitFor();

	await choose(page, page, 'Roles', 'Coordinación');
	await agreed(page);
	await heading(hers, 'No administras esto', 2).waitFor();
	await rail(hers).first().waitFor({ state: 'detached' });
	await accessible(hers, 'a section that was taken away');

	await choose(page, page, 'Roles', 'Operador');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Elige al menos un rol.').waitFor();
	await done(hers, 'manage, closed');
	await done(page, 'somebody without a role');
});

test('who administers nothing sees no Manage, and its addresses say why', async () => {
	const leo = await it.member('Leo', 'Paz', { roles: ['operator'], teams: [team] });
	const page = await it.at('tickets/mine', leo.as);
	await page.getByText('No tienes tickets abiertos').waitFor();
	assert.equal(await rail(page).count(), 0);
	for (const path of ['manage', 'manage/members', `manage/members/${leo.id}`, 'manage/teams', `manage/teams/${team}`, 'manage/organisation']) {
		await page.goto(`${it.home}/o/${it.org}/${path}`);
		await heading(page, 'No administras esto', 2).waitFor();
		await page.getByText(/^Necesitas .* Puede dártelo la administración de Tractores Lerma\.$/).waitFor();
		await accessible(page, path);
	}
	await done(page, 'manage, closed');
});

test('an optional permission is switched on and off, and in one team only', async () => {
	const eva = await it.member('Eva', 'Luna', { teams: [team] });
	const ticket = await it.ticket('Riego', { assignee: eva.id });
	const hers = await it.at(`tickets/mine/${ticket.id}`, eva.as);
	await hers.getByText('Buenas tardes').first().waitFor();
	await hers.getByText('Cliente de Riego').first().waitFor();

	const page = await it.at(`manage/members/${eva.id}`);
	const allows = page.getByRole('switch', { name: 'Editar contactos' });
	const sure = dialog(page, 'Qué cambia si guardas');
	await allows.click();
	await sure.getByText(`en 1 ticket: #${ticket.number}`).waitFor();
	// Not after all: it stands as it did.
	await button(sure, 'Cancelar').click();
	await page.getByRole('switch', { name: 'Editar contactos', checked: false }).waitFor();
	await allows.click();
	await button(sure, 'Guardar cambios').click();
	await page.getByText('Elegido para esta persona').waitFor();
	await accessible(page, 'permissions');

	// Off again; and on in one team only.
	await allows.click();
	await button(sure, 'Guardar cambios').click();
	await page.getByText('Elegido para esta persona').waitFor({ state: 'detached' });
	await button(page, 'Editar contactos: Excepción').click();
	const form = dialog(page, 'Editar contactos');
	await form.getByLabel('Dónde').click();
	await page.getByRole('option', { name: 'En un equipo' }).click();
	await button(form, 'Guardar cambios').click();
	await form.getByText('Falta este dato.').waitFor();
	await accessible(page, 'an exception');
	await form.getByLabel('Equipo').click();
	await page.getByRole('option', { name: 'Atención' }).click();
	await form.getByText(`en 1 ticket: #${ticket.number}`).waitFor();
	await button(form, 'Guardar cambios').click();
	await page.getByText('Sí en Atención').waitFor();
	await button(page, 'Quitar de «Editar contactos»: Sí en Atención').click();
	await button(sure, 'Guardar cambios').click();
	await page.getByText('Sí en Atención').waitFor({ state: 'detached' });
	await done(hers, 'a ticket');
	await done(page, 'permissions');
});

test('somebody suspended is put out of the open panel at once, told why at the door, and let in again', async () => {
	const ivan = await it.member('Iván', 'Mora', { teams: [team] });
	await it.ticket('Tractor', { assignee: ivan.id });
	const his = await it.at('tickets/mine', ivan.as);
	await his.getByText('Buenas tardes').first().waitFor();

	const page = await it.at(`manage/members/${ivan.id}`);
	await act(page, 'Suspender');
	const sure = dialog(page, '¿Suspender a Iván Mora?');
	await sure.getByText('sus tickets abiertos vuelven a su cola').waitFor();
	await accessible(page, 'about to suspend');
	await button(sure, 'Suspender').click();
	await page.getByText('Se suspendió a Iván Mora').waitFor();
	const title = 'Tu acceso está suspendido en Tractores Lerma';
	await his.getByRole('heading', { name: title }).waitFor({ timeout: 1500 });
	assert.equal(await his.getByText('Buenas tardes').count(), 0);
	await accessible(his, 'suspended');

	const again = await it.at('/sign-in', null);
	await again.getByLabel('Correo').fill(ivan.email);
	await again.getByLabel('Contraseña', { exact: true }).fill(password);
	await button(again, 'Iniciar sesión').click();
	await again.getByRole('heading', { name: title }).waitFor();
	await again.getByText('la administración de Tractores Lerma te reactive').waitFor();

	await page.getByText('Suspendido', { exact: true }).waitFor();
	await act(page, 'Reactivar');
	await page.getByText('Iván Mora puede volver a entrar').waitFor();
	await again.getByText('No tienes tickets abiertos').waitFor();
	await his.getByText('No tienes tickets abiertos').waitFor();
	await done(again, 'let in again');
	await done(his, 'let in again');
	await done(page, 'somebody');
});

test('somebody is removed: the tickets back to the queue, or to a colleague; the name stays', async () => {
	const [rita, hugo, olga] = [
		await it.member('Rita', 'Cano', { teams: [team] }),
		await it.member('Hugo', 'Vera', { teams: [team] }),
		await it.member('Olga', 'Ríos', { teams: [team] })
	];
	const queued = await it.ticket('Bomba', { assignee: rita.id });
	await rita.as('POST', `tickets/${queued.id}/messages`, { body: 'Soy Rita, ya lo veo' });
	const hers = await it.at('tickets/mine', rita.as);
	await hers.getByText('Soy Rita, ya lo veo').first().waitFor();

	const page = await it.at(`manage/members/${rita.id}`);
	await act(page, 'Eliminar usuario');
	let sure = dialog(page, '¿Eliminar a Rita Cano?');
	await sure.getByText('Hoy hay 1 ticket sin cerrar').waitFor();
	await accessible(page, 'about to remove');
	await button(sure, 'Eliminar usuario').click();
	await page.getByText('Se eliminó a Rita Cano. 1 ticket sin asignar.').waitFor();
	await hers.getByRole('heading', { name: 'No trabajas en ninguna organización' }).waitFor({ timeout: 1500 });
	await page.getByRole('row', { name: /Rita Cano/ }).waitFor({ state: 'detached' });
	assert.equal((await it.luz('GET', `tickets/${queued.id}`)).assignee ?? null, null);
	await page.goto(`${it.home}/o/${it.org}/tickets/all/${queued.id}`);
	await page.getByText('Soy Rita, ya lo veo').last().waitFor();
	await page.getByRole('main').getByText('Rita Cano').first().waitFor();

	const given = await it.ticket('Rastra', { assignee: hugo.id });
	await page.goto(`${it.home}/o/${it.org}/manage/members/${hugo.id}`);
	await act(page, 'Eliminar usuario');
	sure = dialog(page, '¿Eliminar a Hugo Vera?');
	await sure.getByRole('radio', { name: /Reasignar a un colega/ }).click();
	await button(sure, 'Eliminar usuario').click();
	await sure.getByText('Elige quién se queda con los tickets.').waitFor();
	await sure.getByRole('button', { name: /Elegir quién los recibe/ }).click();
	await page.getByRole('option', { name: 'Olga Ríos' }).click();
	await button(sure, 'Eliminar usuario').click();
	await page.getByText('Se eliminó a Hugo Vera. 1 ticket reasignado.').waitFor();
	assert.equal((await it.luz('GET', `tickets/${given.id}`)).assignee.id, olga.id);
	await page.goto(`${it.home}/o/${it.org}/manage/members/${hugo.id}`);
	await page.getByText('Este usuario no existe o no está a tu alcance.').waitFor();
	await done(hers, 'nowhere');
	await done(page, 'removed');
});

test('the only administrator can neither be removed nor lose the role, and the page says why', async () => {
	const me = await it.luz('GET', '/api/v1/me');
	const mine = me.memberships[0].member.id;
	const page = await it.at(`manage/members/${mine}`);
	await page.getByText('Tus roles y permisos los cambia otra persona con administración; si no hay otra').waitFor();
	assert.equal(await button(page, 'Acciones').count(), 0);
	assert.ok(await page.getByLabel('Roles', { exact: true }).isDisabled());
	await done(page, 'oneself among the people');

	// Somebody who edits people, but holds less.
	const zoe = await it.member('Zoe', 'Lara', { roles: ['coordinator'] });
	for (const permission of ['user.view', 'user.edit', 'user.delete'])
		await it.luz('POST', `members/${zoe.id}/switches`, { permission, scope: 'organisation', on: true });
	const hers = await it.at(`manage/members/${mine}`, zoe.as);
	await hers.getByText('Puedes ver a este usuario, pero no cambiarlo').waitFor();
	assert.equal(await button(hers, 'Acciones').count(), 0);
	await done(hers, 'an administrator, seen by somebody who holds less');
});

test('an administrator makes a link for another password: the old one is dead, and so is the link once used', async () => {
	const paz = await it.member('Paz', 'Gil', { teams: [team] });
	const hers = await it.at('tickets/mine', paz.as);
	await hers.getByText('No tienes tickets abiertos').waitFor();
	const page = await it.at(`manage/members/${paz.id}`);
	await act(page, 'Restablecer contraseña');
	const sure = dialog(page, '¿Restablecer la contraseña de Paz Gil?');
	await accessible(page, 'about to reset');
	await button(sure, 'Restablecer').click();
	const shown = dialog(page, 'Enlace para la contraseña');
	const link = (await shown.getByRole('group').innerText()).match(/https?:\S+/)[0];
	await accessible(page, 'a link for a password');
	await button(shown, 'Listo').click();

	const guest = await it.stranger(link);
	await heading(guest, 'Elige una contraseña').waitFor();
	await guest.getByText(paz.email).waitFor();
	await guest.getByLabel('Contraseña nueva', { exact: true }).fill('paz');
	await button(guest, 'Guardar contraseña').click();
	await guest.locator('[aria-invalid="true"]').waitFor();
	await accessible(guest, 'a password refused');
	await guest.getByLabel('Contraseña nueva', { exact: true }).fill('otoño y barbecho 3');
	await button(guest, 'Guardar contraseña').click();
	await guest.waitForURL(/\/tickets\/mine/);
	await heading(hers, 'Inicia sesión').waitFor();
	await hers.getByLabel('Correo').fill(paz.email);
	await hers.getByLabel('Contraseña', { exact: true }).fill(password);
	await button(hers, 'Iniciar sesión').click();
	await hers.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await hers.getByLabel('Contraseña', { exact: true }).fill('otoño y barbecho 3');
	await button(hers, 'Iniciar sesión').click();
	await hers.waitForURL(/\/tickets\/mine/);

	const late = await it.stranger(link);
	await late.getByText('Ese enlace ya no sirve. Pide otro.').waitFor();
	await late.getByLabel('Correo').fill(boss.email);
	await button(late, 'Enviar enlace').click();
	await late.getByText(`Si ${boss.email} tiene una cuenta, recibirá un enlace`).waitFor();
	await late.getByText('pídeselo a la administración').waitFor();
	await done(late, 'a dead link');
	for (const one of [guest, hers]) await done(one, 'in again');
	await done(page, 'somebody');
});
