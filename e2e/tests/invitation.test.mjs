/** Somebody is invited, in a real browser: the link given by hand, opened elsewhere, accepted, used, replaced, taken back, run out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { open } from '../lib/browser.mjs';
import { boss, button, desk, dialog, ending, heading, password } from '../lib/desk.mjs';

/** Not signed in, a dead link, an address that is taken, a wrong password: what these tests ask for. */
const asked = [/status of 4(01|04|09|22)/];

let it;

before(async () => (it = await desk()));
after(() => it?.stop());

const done = ending(asked);

/** The link that a sheet or dialog shows once. */
async function linkIn(where, title = 'Enlace de invitación') {
	const shown = await where.getByRole('group', { name: title }).innerText();
	return shown.match(/https?:\S+/)[0];
}

test('an administrator invites by a link, and the person lands in the panel from another browser', async () => {
	const page = await it.at('manage/members');
	await button(page, 'Invitar usuario').click();
	const form = dialog(page, 'Invitar usuario');
	await button(form, 'Enviar invitación').click();
	await form.getByText('Falta este dato.').nth(3).waitFor();
	await form.getByLabel('Nombre').fill('Inés');
	await form.getByLabel('Apellido').fill('Quiroga');
	await form.getByLabel('Correo').fill('ines@lerma');
	await form.getByLabel('Roles').click();
	await page.getByRole('option', { name: /^Asesor$/ }).click();
	await page.keyboard.press('Escape');
	await form.getByLabel('Equipos').click();
	await page.getByRole('option', { name: 'Atención' }).click();
	await page.keyboard.press('Escape');
	await button(form, 'Enviar invitación').click();
	await form.getByText('Eso no parece una dirección de correo').waitFor();
	const email = form.getByLabel('Correo');
	assert.equal(await email.getAttribute('aria-invalid'), 'true');
	await accessible(page, 'an invitation refused');
	await email.fill('ines@lerma.mx');
	await button(form, 'Enviar invitación').click();
	const shown = dialog(page, 'Enlace de invitación');
	await shown.getByText('No hay servidor de correo configurado').waitFor();
	const link = await linkIn(shown);
	await accessible(page, 'a link to copy');
	await button(shown, 'Listo').click();
	const row = page.getByRole('row', { name: /Inés Quiroga/ });
	await row.getByText('Invitado', { exact: true }).waitFor();

	const ines = await it.stranger(link);
	await heading(ines, 'Te invitaron a Tractores Lerma').waitFor();
	assert.equal(await ines.getByLabel('Nombre').inputValue(), 'Inés');
	await ines.getByLabel('Contraseña nueva', { exact: true }).fill('corta');
	await button(ines, 'Entrar').click();
	await ines.getByLabel('Contraseña nueva', { exact: true }).and(ines.locator('[aria-invalid="true"]')).waitFor();
	await accessible(ines, 'an invitation with a password refused');
	await ines.getByLabel('Contraseña nueva', { exact: true }).fill(password);
	await button(ines, 'Entrar').click();
	await ines.waitForURL(/\/o\/org_[^/]+\/tickets\/mine/);
	await ines.getByText('No tienes tickets abiertos').waitFor();
	await row.getByText('Activo', { exact: true }).waitFor();

	const late = await it.stranger(link);
	await heading(late, 'Esta invitación ya no sirve').waitFor();
	await late.getByRole('link', { name: 'Ir a iniciar sesión' }).click();
	await heading(late, 'Inicia sesión').waitFor();
	await done(late, 'the door');
	await done(ines, 'the panel of somebody new');
	await done(page, 'people');
});

test('an address that somebody here has is refused beside its field', async () => {
	const page = await it.at('manage/members');
	await button(page, 'Invitar usuario').click();
	const form = dialog(page, 'Invitar usuario');
	await form.getByLabel('Nombre').fill('Luz');
	await form.getByLabel('Apellido').fill('Otra');
	await form.getByLabel('Correo').fill('LUZ@lerma.mx');
	await form.getByLabel('Roles').click();
	await page.getByRole('option', { name: /^Asesor$/ }).click();
	await page.keyboard.press('Escape');
	await button(form, 'Enviar invitación').click();
	await form.getByText('El correo ya pertenece a otro usuario de esta organización.').waitFor();
	assert.equal(await form.getByLabel('Correo').getAttribute('aria-invalid'), 'true');
	await done(page, 'an address that is taken');
});

test('sent again, the first link is dead; taken back, the second is, and only sending is offered', async () => {
	const raul = await it.invite('Raúl', 'Santos');
	const page = await it.at(`manage/members/${raul.id}`);
	await page.getByText('Todavía no acepta la invitación').waitFor();
	await button(page, 'Enviar de nuevo').click();
	const shown = dialog(page, 'Enlace de invitación');
	const second = await linkIn(shown);
	await accessible(page, 'a link sent again');
	await button(shown, 'Listo').click();
	assert.notEqual(second, raul.link);

	const guest = await it.stranger(raul.link);
	await heading(guest, 'Esta invitación ya no sirve').waitFor();
	await guest.getByText('usa el enlace más reciente').waitFor();
	await guest.goto(it.here(second));
	await heading(guest, 'Te invitaron a Tractores Lerma').waitFor();

	await button(page, 'Cancelar invitación').click();
	const sure = dialog(page, '¿Cancelar la invitación de Raúl Santos?');
	await sure.getByText('El enlace que recibió dejará de servir.').waitFor();
	await accessible(page, 'an invitation about to be cancelled');
	await button(sure, 'Cancelar invitación').click();
	await heading(page, 'Usuarios').waitFor();
	await page.getByRole('row', { name: /Raúl Santos/ }).getByText('Invitación cancelada', { exact: true }).waitFor();

	// The page was open when the link died.
	await guest.getByLabel('Contraseña nueva', { exact: true }).fill(password);
	await button(guest, 'Entrar').click();
	await guest.getByText('Este enlace ya se usó o fue reemplazado por otro más reciente.').waitFor();
	await guest.reload();
	await heading(guest, 'Esta invitación ya no sirve').waitFor();

	await page.getByRole('link', { name: 'Raúl Santos' }).click();
	await page.getByText('La invitación se canceló').waitFor();
	assert.equal(await button(page, 'Cancelar invitación').count(), 0);
	await button(page, 'Enviar de nuevo').click();
	const third = await linkIn(dialog(page, 'Enlace de invitación'));
	await guest.goto(it.here(third));
	await heading(guest, 'Te invitaron a Tractores Lerma').waitFor();
	await done(guest, 'an invitation');
	await done(page, 'somebody invited');
});

/** A week cannot be waited for: the server's answer to a link that ran out is put in its place. That it gives it, the server's own tests show. */
test('a link that ran out says so, and asks for another', async () => {
	const vera = await it.invite('Vera', 'Ponce');
	const page = await open(it.browser);
	page.setDefaultTimeout(20_000);
	await page.route('**/api/v1/invitations?*', async (route) => {
		const answer = await route.fetch();
		await route.fulfill({ json: { ...(await answer.json()), expired: true } });
	});
	await page.goto(it.here(vera.link));
	await heading(page, 'Esta invitación venció').waitFor();
	await accessible(page, 'an invitation that ran out');
	await button(page, 'Pedir otra invitación').click();
	await page.getByText('La administración de Tractores Lerma recibió tu petición.').waitFor();
	await done(page, 'another one asked for');
});

test('an account without a home comes in with its own password', async () => {
	const nora = await it.member('Nora', 'Vidal');
	await it.luz('DELETE', `members/${nora.id}`);
	const again = await it.invite('Nora', 'Vidal');
	const page = await it.stranger(again.link);
	await page.getByText('Ya tienes una cuenta con nora@lerma.mx.').waitFor();
	assert.equal(await page.getByLabel('Nombre').count(), 0);
	await page.getByLabel('Contraseña', { exact: true }).fill('otra frase larga 1');
	await button(page, 'Entrar').click();
	await page.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await page.getByLabel('Contraseña', { exact: true }).fill(password);
	await accessible(page, 'an invitation for an account that is there');
	await button(page, 'Entrar').click();
	await page.waitForURL(/\/tickets\/mine/);
	await done(page, 'the panel of somebody who came back');
});

test('a person is invited without a mouse', async () => {
	const page = await it.at('manage/members');
	await button(page, 'Invitar usuario').waitFor();
	const { keyboard } = page;
	/** On with Tab until the thing with this name has the focus, as a person would. */
	async function to(role, name) {
		for (let n = 0; n < 60; n += 1) {
			const there = await page.getByRole(role, { name }).first().evaluate((e) => e === document.activeElement).catch(() => false);
			if (there) return;
			await keyboard.press('Tab');
		}
		throw new Error(`Tab never came to ${role} ${name}`);
	}
	await to('button', 'Invitar usuario');
	await keyboard.press('Enter');
	const form = dialog(page, 'Invitar usuario');
	await form.waitFor();
	await to('textbox', /^Nombre/);
	await keyboard.type('Tomás');
	await keyboard.press('Tab');
	await keyboard.type('Reyes');
	await keyboard.press('Tab');
	await keyboard.type('tomas@lerma.mx');
	await keyboard.press('Tab');
	await keyboard.press('Enter');
	await page.locator('input:focus').and(page.getByLabel('Buscar rol')).waitFor();
	await keyboard.type('operador');
	await page.getByRole('option', { name: 'Operador' }).waitFor();
	await keyboard.press('Enter');
	await keyboard.press('Escape');
	await form.getByText('Operador').waitFor();
	await to('button', 'Enviar invitación');
	await keyboard.press('Enter');
	await dialog(page, 'Enlace de invitación').waitFor();
	await to('button', /Copiar/);
	await to('button', 'Listo');
	await keyboard.press('Enter');
	await page.getByRole('row', { name: /Tomás Reyes/ }).waitFor();
	// Back where one was.
	assert.ok(await button(page, 'Invitar usuario').evaluate((e) => e === document.activeElement));
	await done(page, 'people');
});
