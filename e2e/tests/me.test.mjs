/** Oneself, in a real browser: profile, language, photo, password, the second factor with its codes, the sessions that one has open. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading, password } from '../lib/desk.mjs';
import { codeOf } from '../lib/totp.mjs';

/** Put out, or refused: the browser writes it down too. */
const asked = [/status of 4(01|04|22)/];
/** The smallest picture. */
const photo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let it, team;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
});
after(() => it?.stop());

const done = ending(asked);

/** Another browser of the same person, through the door. */
async function through(person, { secret = password, second } = {}) {
	const page = await it.at('/sign-in', null);
	await page.getByLabel('Correo').fill(person.email);
	await page.getByLabel('Contraseña', { exact: true }).fill(secret);
	await button(page, 'Iniciar sesión').click();
	if (second) await typeSecond(page, second);
	return page;
}

async function typeSecond(page, code) {
	await page.getByLabel(/^Código/).fill(code);
	await button(page, 'Iniciar sesión').click();
}

const inside = (page) => page.waitForURL(/\/tickets\/mine/);

test('the profile is saved, the photo is shown, and another language is spoken at once', async () => {
	const sol = await it.member('Sol', 'Peña', { teams: [team] });
	const page = await it.at('/me/profile', sol.as);
	await page.getByLabel('Nombre').fill('');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Este dato es obligatorio.').waitFor();
	await page.getByLabel('Nombre').fill('Soledad');
	await page.getByLabel('Teléfono').fill('12');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Eso no parece un número de teléfono').waitFor();
	await accessible(page, 'a profile refused');
	await page.getByLabel('Teléfono').fill('33 1204 5500');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó tu perfil').waitFor();
	const { account, memberships } = await sol.as('GET', '/api/v1/me');
	assert.deepEqual([account.first_name, account.phone, memberships[0].member.first_name], ['Soledad', '+523312045500', 'Soledad']);

	await page.locator('input[type=file]').setInputFiles({ name: 'yo.png', mimeType: 'image/png', buffer: Buffer.from(photo, 'base64') });
	await page.getByText('Se cambió tu foto').waitFor();
	await page.locator('main img').first().waitFor();
	await page.waitForFunction(() => [...document.querySelectorAll('main img')].every((one) => one.complete && one.naturalWidth > 0));

	await page.getByLabel('Idioma').click();
	await page.getByRole('option', { name: 'English' }).click();
	await button(page, 'Guardar cambios').click();
	await heading(page, 'Profile').waitFor();
	assert.equal(await page.locator('html').getAttribute('lang').then((lang) => lang.split('-')[0]), 'en');
	await page.reload();
	await heading(page, 'Profile').waitFor();
	await done(page, 'a profile in another language');
});

test('another password: the old one is asked for, is dead afterwards, and the other sessions end', async () => {
	const teo = await it.member('Teo', 'Luna', { teams: [team] });
	const other = await it.at('tickets/mine', teo.as);
	await other.getByText('No tienes tickets abiertos').waitFor();
	const page = await through(teo);
	await inside(page);
	await page.goto(`${it.home}/me/security`);
	await button(page, 'Cambiar contraseña').click();
	await page.getByText('Falta este dato.').nth(1).waitFor();
	const [now, next] = [page.getByLabel('Contraseña actual', { exact: true }), page.getByLabel('Contraseña nueva', { exact: true })];
	await now.fill('no es esta 1');
	await next.fill('otoño y barbecho 3');
	await button(page, 'Cambiar contraseña').click();
	await page.getByText('La contraseña no es correcta.').waitFor();
	assert.equal(await now.getAttribute('aria-invalid'), 'true');
	await accessible(page, 'a password refused');
	await now.fill(password);
	await next.fill('teo');
	await button(page, 'Cambiar contraseña').click();
	await next.and(page.locator('[aria-invalid="true"]')).waitFor();
	await next.fill('otoño y barbecho 3');
	await button(page, 'Cambiar contraseña').click();
	await page.getByText('Se cambió tu contraseña').waitFor();
	await heading(other, 'Inicia sesión').waitFor();
	await other.getByText('Tu sesión terminó.').waitFor();

	const old = await through(teo);
	await old.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await old.getByLabel('Contraseña', { exact: true }).fill('otoño y barbecho 3');
	await button(old, 'Iniciar sesión').click();
	await inside(old);
	await page.reload();
	await heading(page, 'Seguridad').waitFor();
	for (const one of [old, other]) await one.context().close();
	await done(page, 'security');
});

test('a second factor: enrolled, asked for, replaced by a code kept on paper, renewed, taken off', async () => {
	const uma = await it.member('Uma', 'Rey', { teams: [team] });
	const page = await it.at('/me/security', uma.as);
	await button(page, 'Activar la verificación').click();
	const form = dialog(page, 'Activar la verificación');
	await form.getByText('No puedo escanear el código').click();
	const secret = (await form.getByRole('group', { name: 'Clave para escribir a mano' }).innerText()).match(/[A-Z2-7]{16,}/)[0];
	await form.getByLabel('Código de seis dígitos').fill('000000');
	await button(form, 'Confirmar código').click();
	await form.getByText('El código no es correcto o ya se usó.').waitFor();
	await accessible(page, 'a code refused');
	// A code serves once: the next is that of the half minute to come, which a clock may be ahead by.
	await form.getByLabel('Código de seis dígitos').fill(codeOf(secret));
	await button(form, 'Confirmar código').click();
	const shown = dialog(page, 'Códigos de recuperación');
	const kept = (await shown.getByRole('group').innerText()).match(/[a-z0-9]{4,}(-[a-z0-9]{4,})+/gi);
	assert.ok(kept.length >= 8, `recovery codes: ${kept}`);
	await accessible(page, 'recovery codes');
	await button(shown, 'Ya los guardé').click();
	await page.getByText('Encendida').waitFor();

	const other = await through(uma);
	await other.getByLabel(/^Código/).waitFor();
	await accessible(other, 'the door asks for a code');
	await typeSecond(other, '000000');
	await other.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await typeSecond(other, codeOf(secret, 1));
	await inside(other);

	const paper = await through(uma, { second: kept[0] });
	await inside(paper);
	const twice = await through(uma, { second: kept[0] });
	await twice.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await page.reload();
	await page.getByText(`Te quedan ${kept.length - 1} códigos de recuperación.`).waitFor();

	await button(page, 'Crear códigos nuevos').click();
	const renewal = dialog(page, 'Crear códigos nuevos');
	await renewal.getByLabel('Contraseña', { exact: true }).fill('no es esta 1');
	await button(renewal, 'Crear códigos nuevos').click();
	await renewal.getByText('La contraseña no es correcta.').waitFor();
	await renewal.getByLabel('Contraseña', { exact: true }).fill(password);
	await button(renewal, 'Crear códigos nuevos').click();
	const fresh = (await shown.getByRole('group').innerText()).match(/[a-z0-9]{4,}(-[a-z0-9]{4,})+/gi);
	assert.ok(!fresh.includes(kept[1]));
	await button(shown, 'Ya los guardé').click();
	await typeSecond(twice, kept[1]);
	await twice.getByText('El correo, la contraseña o el código no coinciden.').waitFor();
	await typeSecond(twice, fresh[0]);
	await inside(twice);

	await button(page, 'Quitar la verificación').click();
	const off = dialog(page, 'Quitar la verificación');
	await accessible(page, 'about to take the second factor off');
	await off.getByLabel('Contraseña', { exact: true }).fill(password);
	await off.getByLabel(/^Código/).fill('000000');
	await button(off, 'Quitar la verificación').click();
	await off.getByText('El código no es correcto o ya se usó.').waitFor();
	await off.getByLabel(/^Código/).fill(fresh[1]);
	await button(off, 'Quitar la verificación').click();
	await page.getByText('Apagada').waitFor();
	const plain = await through(uma);
	await inside(plain);
	for (const one of [other, paper, twice, plain]) await one.context().close();
	await done(page, 'security');
});

test('sessions are listed, one is ended in another browser, then all the others', async () => {
	const ulises = await it.member('Ulises', 'Cano', { teams: [team] });
	const page = await through(ulises);
	await inside(page);
	const others = [await through(ulises), await through(ulises)];
	for (const one of others) await inside(one);
	await page.goto(`${it.home}/me/sessions`);
	await page.getByText('Esta sesión').waitFor();
	// Three browsers, and the program that accepted the invitation.
	await page.getByRole('main').getByRole('listitem').nth(3).waitFor();
	const ends = page.getByRole('button', { name: /^Cerrar ?: Chrome/ });
	assert.equal(await ends.count(), 2);
	await accessible(page, 'sessions');
	await ends.first().click();
	await page.getByText('Se cerró la sesión').waitFor();
	const put = await Promise.race(others.map(async (one, n) => (await heading(one, 'Inicia sesión').waitFor(), n)));
	const rest = others[1 - put];
	assert.match(rest.url(), /tickets\/mine/);
	await button(page, 'Cerrar las demás sesiones').click();
	const sure = dialog(page, 'Cerrar las demás sesiones');
	await sure.getByText('Se cerrarán 2 sesiones.').waitFor();
	await accessible(page, 'about to end the other sessions');
	await button(sure, 'Cerrar las demás sesiones').click();
	await page.getByText('Se cerraron las demás sesiones').waitFor();
	await heading(rest, 'Inicia sesión').waitFor();
	await button(page, 'Cerrar las demás sesiones').waitFor({ state: 'detached' });
	for (const one of others) await one.context().close();
	await done(page, 'sessions');
});
