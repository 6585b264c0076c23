/**
 * What Relevo is for, on the real binary in two browsers: an empty folder is set up by its printed link, a customer writes on
 * the page with the chat, an advisor sees it at once and takes it, answers with words, a file and a canned response, leaves a
 * note, labels it, hands it to a colleague, who closes it; the customer sees what is meant for them and finds it again.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { accessible } from '../lib/axe.mjs';
import { launch, open, quiet } from '../lib/browser.mjs';
import { until } from '../lib/desk.mjs';
import { start } from '../lib/server.mjs';

const password = 'una frase larga 9';
/** Not signed in yet: what the panel asks before it shows the door, which the browser writes down. */
const asked = [/status of 401/];

let server, browser, advisor, org, attempt;

before(async () => {
	server = await start();
	browser = await launch();
});

after(async () => {
	await browser?.close();
	await server?.stop();
});

/** The API as whoever sits in that page. */
async function api(page, method, path, body) {
	const answer = await page.request.fetch(server.url + path, {
		method,
		headers: { 'x-relevo': '1', 'idempotency-key': randomUUID(), origin: server.url },
		...(body ? { data: body } : {})
	});
	assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
	const text = await answer.text();
	return text ? JSON.parse(text) : undefined;
}

const button = (where, name) => where.getByRole('button', { name, exact: true });
const chat = (page) => page.frameLocator('relevo-widget iframe');

test('an empty folder becomes a desk, with a page to try it on', async () => {
	advisor = await open(browser, await server.setupLink());
	advisor.setDefaultTimeout(20_000);
	await advisor.getByLabel('Nombre de la organización').fill('Tractores Lerma');
	await advisor.getByLabel('Nombre', { exact: true }).fill('Luz');
	await advisor.getByLabel('Apellido').fill('Arriaga');
	await advisor.getByLabel('Correo').fill('luz@lerma.mx');
	await advisor.getByLabel('Contraseña nueva', { exact: true }).fill(password);
	await accessible(advisor, 'set-up');
	await button(advisor, 'Crear organización').click();
	attempt = await advisor.getByRole('link', { name: 'Probar el chat' }).getAttribute('href');
	await accessible(advisor, 'set-up, done');
	await button(advisor, 'Entrar al panel').click();
	await advisor.waitForURL(/\/o\/org_[^/]+\/tickets\/unassigned/);
	org = advisor.url().match(/org_[^/]+/)[0];
	await advisor.getByText('Nadie espera en la cola').waitFor();
	await accessible(advisor, 'an empty inbox');
});

test('customer and advisor talk, live, to the end', async () => {
	// What an administrator prepares once: a colleague, a label, a canned response, a reason to close.
	const at = `/api/v1/organisations/${org}`;
	const { items: teams } = await api(advisor, 'GET', `${at}/teams`);
	await api(advisor, 'POST', `${at}/labels`, { name: 'Cosechadora', colour: 'green' });
	await api(advisor, 'POST', `${at}/canned`, { name: 'Horario', shortcut: 'horario', body: 'Atendemos de lunes a sábado, de 8 a 18 h.' });
	const invited = await api(advisor, 'POST', `${at}/members`, {
		first_name: 'Inés',
		last_name: 'Quiroga',
		email: 'ines@lerma.mx',
		roles: ['advisor'],
		teams: [teams[0].id]
	});
	const link = JSON.stringify(invited).match(/https?:[^"]*invitation[^"]*/)[0];
	const colleague = await open(browser, link);
	colleague.setDefaultTimeout(20_000);
	await colleague.getByLabel('Contraseña nueva', { exact: true }).fill(password);
	await button(colleague, 'Entrar').click();
	await colleague.waitForURL(/\/tickets\//);

	// The customer writes.
	const customer = await open(browser, attempt);
	customer.setDefaultTimeout(20_000);
	await customer.locator('relevo-widget button').click();
	const box = chat(customer).getByRole('textbox', { name: 'Su mensaje' });
	await box.fill('La cosechadora no sube la tolva');
	await box.press('Enter');
	await chat(customer).getByText('Enviado').waitFor();

	// The advisor sees it at once, without a reload, and takes it.
	await advisor.getByRole('link', { name: /^Sin asignar/ }).click();
	await advisor.getByText('La cosechadora no sube la tolva').first().click();
	await button(advisor, 'Tomar').first().click();
	await chat(customer).getByText(/Le atiende/).waitFor();

	const writes = advisor.getByRole('textbox', { name: /Escribe|Responder|Respuesta/ }).first();
	await writes.fill('Buenos días, ¿me comparte el número de serie?');
	await advisor.keyboard.press('Control+Enter');
	await heard(customer, 'Buenos días, ¿me comparte el número de serie?');

	// A file.
	await advisor.locator('input[type=file]').first().setInputFiles({
		name: 'diagrama.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from('sensor → bomba')
	});
	await advisor.getByText('diagrama.txt').first().waitFor();
	await writes.fill('Le mando el diagrama');
	await advisor.keyboard.press('Control+Enter');
	await heard(customer, 'diagrama.txt');

	// A canned response, found by its shortcut.
	await writes.fill('');
	await writes.pressSequentially('/hora');
	await advisor.getByRole('option', { name: /Horario/ }).click();
	await advisor.waitForFunction(() => document.activeElement?.value?.includes('lunes a sábado'));
	await advisor.keyboard.press('Control+Enter');
	await heard(customer, 'Atendemos de lunes a sábado, de 8 a 18 h.');

	// A note, which is not for the customer.
	await advisor.locator('body').press('Escape');
	await advisor.getByRole('tab', { name: /Nota/ }).or(button(advisor, 'Nota')).first().click();
	const note = advisor.getByRole('textbox', { name: /nota/i }).first();
	await note.fill('Ya vino en octubre por el mismo sensor');
	await advisor.keyboard.press('Control+Enter');
	await advisor.getByText('Ya vino en octubre por el mismo sensor').first().waitFor();

	const ticket = advisor.url().match(/tkt_[^/?]+/)[0];
	const { items: labels } = await api(advisor, 'GET', `${at}/labels`);
	await advisor.locator('header').getByRole('button', { name: /etiquetas/i }).first().click();
	await advisor.getByRole('option', { name: 'Cosechadora' }).click();
	await advisor.keyboard.press('Escape');
	await until(async () => (await api(advisor, 'GET', `${at}/tickets/${ticket}`)).labels.some((l) => l.id === labels[0].id));

	// Handed to the colleague, who has it at once.
	await colleague.getByRole('link', { name: /^Mis tickets/ }).first().click();
	await advisor.locator('header').getByRole('button', { name: /Luz Arriaga|Asignado/ }).first().click();
	await advisor.getByRole('option', { name: /Inés Quiroga/ }).click();
	await colleague.getByText('Anónimo').or(colleague.locator('.rows a')).first().click();
	await colleague.getByText('Ya vino en octubre por el mismo sensor').first().waitFor();
	await accessible(colleague, 'a conversation');

	// Closed with its reason, by the key.
	await colleague.locator('main').press('e');
	const dialog = colleague.getByRole('dialog', { name: /Cerrar el ticket/ });
	await dialog.getByRole('radio', { name: 'Resuelto' }).click();
	await button(dialog, 'Cerrar ticket').click();
	await chat(customer).getByText('Conversación cerrada').waitFor();

	const said = await chat(customer).locator('main').innerText();
	assert.ok(!said.includes('octubre'), 'a note was shown to the customer');

	// The laptop is closed, and opened again: the conversation is there.
	const again = await customer.context().newPage();
	await customer.close();
	await again.goto(attempt);
	await again.locator('relevo-widget button').click();
	await heard(again, 'La cosechadora no sube la tolva');
	await heard(again, 'Atendemos de lunes a sábado, de 8 a 18 h.');
	quiet(advisor, asked);
	quiet(colleague, asked);
});

/** In the customer's conversation, as one sees it. */
function heard(page, text) {
	return chat(page).locator('main').getByText(text, { exact: true }).first().waitFor();
}
