/**
 * What an administrator sets up, and the contacts, on the real binary: channels, words, canned responses, fields, tokens, the
 * organisation, the log. With `RELEVO_PANEL` the panel that is being worked on is driven instead of the binary's own; it
 * must stand before the port in `RELEVO_PORT`.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { accessible } from '../lib/axe.mjs';
import { launch, open, quiet } from '../lib/browser.mjs';
import { start } from '../lib/server.mjs';

const person = { email: 'luz@lerma.mx', password: 'una frase larga 9' };
/** Refusals that these tests ask for, which the browser writes down too. */
const asked = [/status of 4(09|22)/];

let server, browser, home, org, session;

/** The API as the person who was signed in first. */
async function api(method, path, body) {
	const response = await fetch(server.url + path, {
		method,
		headers: {
			'content-type': 'application/json',
			'x-relevo': '1',
			'idempotency-key': randomUUID(),
			...(session ? { cookie: session } : {})
		},
		body: body && JSON.stringify(body)
	});
	const set = response.headers.getSetCookie();
	if (set.length) session = set.map((one) => one.split(';')[0]).join('; ');
	const text = await response.text();
	assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
	return text ? JSON.parse(text) : undefined;
}

before(async () => {
	const { RELEVO_PANEL: panel, RELEVO_PORT: port } = process.env;
	server = await start({
		port: port && Number(port),
		args: panel ? ['--public-url', panel] : []
	});
	home = panel ?? server.url;
	const token = new URL(await server.setupLink()).searchParams.get('token');
	const made = await api('POST', '/api/v1/set-up', {
		token,
		organisation: {
			name: 'Tractores Lerma',
			locale: 'es',
			time_zone: 'America/Mexico_City',
			country: 'MX'
		},
		person: { first_name: 'Luz', last_name: 'Arriaga', ...person },
		team: { name: 'Atención' },
		channel: { name: 'Chat del sitio' }
	});
	org = made.organisation.id;
	if (!session) await api('POST', '/api/v1/session', person);
	browser = await launch();
});

after(async () => {
	await browser?.close();
	await server?.stop();
});

/** A page of the organisation, signed in. */
async function at(path, options) {
	const page = await open(browser, undefined, options);
	const [name, value] = session.split('=');
	await page.context().addCookies([{ name, value, url: home }]);
	page.setDefaultTimeout(20_000);
	await page.goto(`${home}/o/${org}/${path}`);
	return page;
}

const button = (where, name) => where.getByRole('button', { name, exact: true });
const dialog = (page, name) => page.getByRole('dialog', { name });

async function done(page, where) {
	await accessible(page, where);
	quiet(page, asked);
	await page.context().close();
}

test('a label is made, refused beside its field, changed and put away', async () => {
	const page = await at('manage/labels');
	await button(page, 'Crear etiqueta').first().click();
	const form = dialog(page, 'Crear etiqueta');
	await button(form, 'Crear etiqueta').click();
	await form.getByText('Este dato es obligatorio.').waitFor();
	await form.getByLabel('Nombre').fill('Garantía');
	await accessible(page, 'the form of a label');
	await button(form, 'Crear etiqueta').click();
	await button(page, 'Editar «Garantía»').click();
	await dialog(page, 'Editar «Garantía»').getByLabel('Nombre').fill('En garantía');
	await button(dialog(page, 'Editar «Garantía»'), 'Guardar cambios').click();
	await button(page, 'Archivar «En garantía»').click();
	const sure = dialog(page, 'Archivar la etiqueta «En garantía»');
	await sure.getByText('Los tickets que ya la llevan la conservan.').waitFor();
	await button(sure, 'Archivar').click();
	await button(page, 'Archivar «En garantía»').waitFor({ state: 'detached' });
	await done(page, 'labels');
});

test('a web chat is made, shows its secret once, and is designed', async () => {
	const page = await at('manage/channels');
	await button(page, 'Crear canal').first().click();
	const form = dialog(page, 'Crear canal');
	await form.getByLabel('Nombre').fill('Chat de la tienda');
	await accessible(page, 'the form of a channel');
	await button(form, 'Crear canal').click();
	await page.getByRole('heading', { name: 'Chat de la tienda', level: 1 }).waitFor();
	const secret = page.getByRole('group', { name: 'Secreto' });
	assert.match(await secret.innerText(), /whsec_\S+/);
	assert.match(
		await page.getByRole('group', { name: 'Código para tu sitio' }).innerText(),
		/<script async src="[^"]+\/widget\.js" data-key="[^"]+"><\/script>/
	);

	await page.getByLabel('Saludo').fill('Buenas tardes. ¿En qué le ayudamos?');
	await button(page, 'Añadir pregunta').click();
	await page.getByLabel('Direcciones').fill('tienda.lerma.mx');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Escribe solo el sitio, por ejemplo').waitFor();
	await page.getByLabel('Direcciones').fill('https://tienda.lerma.mx');
	await accessible(page, 'the designer of a web chat');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó «Chat de la tienda»').waitFor();

	await page.reload();
	await page.getByText('El secreto se mostró una vez').waitFor();
	assert.equal(await page.getByLabel('Saludo').inputValue(), 'Buenas tardes. ¿En qué le ayudamos?');
	assert.equal(await page.getByLabel('Como la lee el cliente').inputValue(), 'Su nombre');
	const id = page.url().split('/').at(-1);
	const { managed } = await api('GET', `/api/v1/organisations/${org}/channels/${id}`);
	assert.deepEqual(managed.settings.allowed_origins, ['https://tienda.lerma.mx']);
	assert.equal(managed.settings.pre_chat[0].name, 'name');

	await button(page, 'Crear otro secreto').click();
	const sure = dialog(page, 'Crear otro secreto');
	await sure.getByText('deja de servir de inmediato').waitFor();
	await button(sure, 'Crear otro secreto').click();
	await secret.waitFor();
	await done(page, 'a web chat');
});

test('an API channel says where it delivers, and is put away with what that touches', async () => {
	const { items: teams } = await api('GET', `/api/v1/organisations/${org}/teams`);
	const made = await api('POST', `/api/v1/organisations/${org}/channels`, {
		kind: 'api',
		name: 'Bot de cotizaciones',
		team: teams[0].id
	});
	const page = await at(`manage/channels/${made.id}`);
	await page.getByText('quedan como no enviadas').waitFor();
	await page.getByLabel('Dirección del otro sistema').fill('bot.lerma.mx');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Escribe una dirección que empiece con https://').waitFor();
	await page.getByLabel('Dirección del otro sistema').fill('https://bot.lerma.mx/relevo');
	await button(page, 'Guardar cambios').click();
	await page.getByText('quedan como no enviadas').waitFor({ state: 'detached' });

	await button(page, 'Más acciones del canal').click();
	await page.getByRole('menuitem', { name: 'Archivar canal' }).click();
	const sure = dialog(page, 'Archivar «Bot de cotizaciones»');
	await sure.getByText('El otro sistema ya no podrá entregar mensajes').waitFor();
	await button(sure, 'Archivar canal').click();
	await page.getByRole('heading', { name: 'Canales', level: 1 }).waitFor();
	assert.equal(await page.getByRole('link', { name: 'Bot de cotizaciones' }).count(), 0);
	await done(page, 'channels');
});

test('a canned response is written with a variable where the cursor is', async () => {
	const page = await at('manage/canned');
	await button(page, 'Crear respuesta').first().click();
	const form = dialog(page, 'Crear respuesta');
	await form.getByLabel('Nombre').fill('Buenos días');
	await form.getByLabel('Atajo').fill('/buenos días');
	await form.getByLabel('Texto').fill('Hola ');
	await button(form, 'Insertar variable').click();
	await page.getByRole('menuitem', { name: /^Primer nombre del contacto/ }).click();
	await form.getByLabel('Categoría').fill('Saludos');
	await button(form, 'Crear respuesta').click();
	await form.getByText('El atajo lleva solo letras').waitFor();
	await form.getByLabel('Atajo').fill('/dias');
	await accessible(page, 'the form of a response');
	await button(form, 'Crear respuesta').click();
	const row = page.getByRole('row', { name: /Buenos días/ });
	await row.getByText('Hola {{contact.first_name}}').waitFor();
	await row.getByText('/dias').filter({ visible: true }).waitFor();
	await row.getByText('Saludos').waitFor();
	await done(page, 'canned responses');
});

test('fields come in an order that can be changed', async () => {
	for (const name of ['Número de serie', 'Horas de uso'])
		await api('POST', `/api/v1/organisations/${org}/fields`, {
			subject: 'ticket',
			kind: 'text',
			name
		});
	const page = await at('manage/fields');
	const first = page.getByRole('row').nth(1);
	await page.getByRole('row', { name: /Horas de uso/ }).waitFor();
	const top = (await first.innerText()).includes('Horas') ? 'Horas de uso' : 'Número de serie';
	await button(page, `Bajar «${top}»`).click();
	await button(page, `Subir «${top}»`).waitFor();
	assert.ok(!(await first.innerText()).includes(top));
	await done(page, 'fields');
});

test('a token is given some of what one may do, and is shown once', async () => {
	const page = await at('manage/tokens');
	await button(page, 'Crear token').first().click();
	const form = dialog(page, 'Crear token');
	await form.getByLabel('Nombre').fill('ERP');
	await form.getByLabel('Permisos').click();
	await page.getByRole('option', { name: /contact\.read/ }).click();
	await page.keyboard.press('Escape');
	await accessible(page, 'the form of a token');
	await button(form, 'Crear token').click();
	const secret = (await page.getByRole('group', { name: 'Token' }).innerText()).match(/rlt_\S+/)?.[0];
	const call = (path) =>
		fetch(`${server.url}/api/v1/organisations/${org}/${path}`, {
			headers: { authorization: `Bearer ${secret}` }
		});
	assert.equal((await call('contacts')).status, 200);
	assert.equal((await call('audit')).status, 404);
	await button(page, 'Revocar «ERP»').click();
	await button(dialog(page, 'Revocar «ERP»'), 'Revocar token').click();
	await page.getByRole('heading', { name: 'No tienes tokens' }).waitFor();
	assert.equal((await call('contacts')).status, 401);
	await done(page, 'tokens');
});

test('the organisation is changed, and the log says who did it', async () => {
	const page = await at('manage/organisation');
	await page.getByLabel('Plazo para reabrir').fill('mucho');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Escribe un número entero.').waitFor();
	await page.getByLabel('Plazo para reabrir').fill('24');
	await page.getByLabel('Plazo para deshacer un envío').fill('90');
	await button(page, 'Guardar cambios').click();
	await page.getByText('El máximo es 30.').waitFor();
	await page.getByLabel('Plazo para deshacer un envío').fill('10');
	await accessible(page, 'the organisation');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardaron los datos de la organización').waitFor();

	await page.goto(`${home}/o/${org}/manage/audit?what=organisation`);
	await button(page, 'Cambió los datos de la organización').first().click();
	await dialog(page, 'Cambió los datos de la organización').getByText('settings.reopen_hours').waitFor();
	await accessible(page, 'an entry of the log');
	await page.keyboard.press('Escape');
	assert.equal(await page.getByText('Creó un token').count(), 0);
	await done(page, 'the log');
});

test('a contact is edited everywhere, by two at once, and an edit is taken back', async () => {
	const page = await at('contacts');
	await button(page, 'Crear contacto').first().click();
	const fresh = dialog(page, 'Crear contacto');
	await fresh.getByLabel('Nombre').fill('Rosa Mendoza');
	await fresh.getByLabel('Teléfono').fill('12');
	await button(fresh, 'Crear contacto').click();
	await fresh.getByText('Eso no parece un número de teléfono').waitFor();
	await fresh.getByLabel('Teléfono').fill('33 1204 4417');
	await accessible(page, 'the form of a contact');
	await button(fresh, 'Crear contacto').click();
	await page.getByRole('heading', { name: 'Rosa Mendoza', level: 2 }).waitFor();
	const id = page.url().split('/').at(-1).split('?')[0];

	await button(page, 'Editar').click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Empresa').fill('El Mezquite');
	await form.getByLabel('Correo').fill('rosa@correo.mx');
	// Meanwhile, somebody else.
	await api('PATCH', `/api/v1/organisations/${org}/contacts/${id}`, {
		version: 1,
		email: 'rosa@mezquite.mx'
	});
	await button(form, 'Revisar cambios').click();
	await form.getByText('Esto cambia el contacto en toda la plataforma').waitFor();
	await button(form, 'Guardar cambios').click();
	await form.getByText('Otra persona lo cambió antes').waitFor();
	await form.getByRole('radio', { name: 'rosa@correo.mx' }).click();
	await accessible(page, 'a conflict');
	await button(form, 'Guardar cambios').click();
	await form.waitFor({ state: 'detached' });
	const now = await api('GET', `/api/v1/organisations/${org}/contacts/${id}`);
	assert.deepEqual([now.email, now.company, now.version], ['rosa@correo.mx', 'El Mezquite', 3]);

	// The latest is the first, once it is there.
	await page.locator('ins').filter({ hasText: 'rosa@correo.mx' }).waitFor();
	await button(page, 'Deshacer este cambio').first().click();
	const sure = dialog(page, 'Deshacer el cambio');
	await sure.getByText('rosa@mezquite.mx').waitFor();
	await button(sure, 'Deshacer este cambio').click();
	await page.getByText('Se deshizo', { exact: true }).waitFor();
	const back = await api('GET', `/api/v1/organisations/${org}/contacts/${id}`);
	assert.deepEqual([back.email, back.company ?? null], ['rosa@mezquite.mx', null]);
	await done(page, 'a contact');
});
