/** The conversation itself: form, words, receipts, what is new, and what becomes of it. */
import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { fields } from './fields.js';
import { quit, until, World } from './world.js';

/** @type {World} */
let world;
beforeEach(async () => {
	world = await World.begin();
});
afterEach(() => world.end());
after(quit);

/** A first message has been sent. */
async function begin() {
	await world.visit();
	await world.openChat();
	await world.write('Hola');
	await world.frame.getByText('Enviado').waitFor();
}

const said = () => world.frame.locator('main > .hush').innerText();

test('the form, with what is wrong in it, and then the conversation', async () => {
	world.desk.config.pre_chat = fields;
	await world.visit();
	await world.openChat();
	const { frame } = world;
	await until(() =>
		frame.getByLabel('Nombre').evaluate((field) => field === document.activeElement)
	);
	await frame.getByLabel('Correo').fill('rosa@');
	await frame.getByRole('button', { name: 'Comenzar' }).click();
	const name = frame.getByLabel('Nombre');
	assert.equal(await name.getAttribute('aria-invalid'), 'true');
	await until(() => name.evaluate((field) => field === document.activeElement));
	assert.equal(await frame.getByText('Complete este dato.').count(), 2);
	await frame.getByText('Revise el correo').waitFor();
	await name.fill('Rosa Elena Mendoza');
	await frame.getByLabel('Correo').fill('rosa@rechazado.mx');
	await frame.getByLabel('Motivo').selectOption('Refacciones');
	await frame.getByRole('button', { name: 'Comenzar' }).click();
	await until(() => world.box.evaluate((field) => field === document.activeElement));
	await world.write('¿Tienen el sensor?');
	// The server looks closer: the form is back with its reason, and the message is not lost.
	await frame.getByText('Ese dominio no recibe correo.', { exact: true }).waitFor();
	await until(() =>
		frame.getByLabel('Correo').evaluate((field) => field === document.activeElement)
	);
	assert.equal(await name.inputValue(), 'Rosa Elena Mendoza');
	await frame.getByLabel('Correo').fill('rosa@elmezquite.mx');
	await frame.getByRole('button', { name: 'Comenzar' }).click();
	await frame.getByText('Enviado').waitFor();
	assert.deepEqual(world.desk.last.details, {
		name: 'Rosa Elena Mendoza',
		email: 'rosa@elmezquite.mx',
		topic: 'Refacciones'
	});
	assert.deepEqual((await world.bubbles()).slice(1), ['¿Tienen el sensor?']);
	await frame.getByText('En cola. Le responderemos por aquí').waitFor();
});

test('a message and its answer, with who writes, who has read, and what is read out', async () => {
	await begin();
	const { desk, frame } = world;
	assert.deepEqual(await world.bubbles(), ['Buenos días. Cuéntenos en qué le ayudamos.', 'Hola']);
	desk.ticket({ state: 'open', assignee: { name: 'Inés Quiroga' } });
	await frame.getByText('Le atiende Inés Quiroga').waitFor();
	desk.push({ type: 'typing', name: 'Inés Quiroga' });
	await frame.getByText('Inés Quiroga está escribiendo').waitFor();
	desk.read();
	await frame.getByText('Leído').waitFor();
	const answer = desk.say('Buenos días. Vea https://lerma.example/sensor.');
	await world.bubble('Buenos días. Vea').waitFor();
	assert.equal(await frame.getByText('está escribiendo').count(), 0);
	assert.equal(await said(), 'Inés Quiroga: Buenos días. Vea https://lerma.example/sensor.');
	const link = frame.getByRole('link', { name: 'https://lerma.example/sensor' });
	assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
	// It was before their eyes: the desk knows.
	await until(() => desk.last.read.at(-1) === answer.seq);
	await world.box.pressSequentially('ya');
	await until(() => desk.last.typed === 1);
});

test('what a text says is text', async () => {
	await begin();
	world.desk.say('<img src=x onerror=alert(1)> <b>hola</b> javascript:alert(1)');
	await until(async () => (await world.bubbles()).length === 3);
	assert.equal(
		(await world.bubbles())[2],
		'<img src=x onerror=alert(1)> <b>hola</b> javascript:alert(1)'
	);
	assert.equal(await world.frame.locator('.bubble :is(img, b, a)').count(), 0);
});

test('a text that is too long is not cut, and says so', async () => {
	await begin();
	await world.write('a'.repeat(4001));
	await world.frame.getByText('El mensaje supera los 4000 caracteres.').waitFor();
	assert.equal(await world.frame.getByRole('button', { name: 'Enviar' }).isDisabled(), true);
	await world.write('a'.repeat(4000));
	await until(() => world.desk.last.messages.length === 2);
	assert.equal(world.desk.last.messages[1]?.body.length, 4000);
});

test('what comes while it is closed is counted, read out, and marked when it is opened', async () => {
	await begin();
	await world.launcher.click();
	world.desk.say('uno');
	world.desk.say('dos');
	await until(async () => (await world.launcher.innerText()) === '2');
	assert.equal(
		await world.launcher.getAttribute('aria-label'),
		'Abrir el chat, 2 mensajes sin leer'
	);
	const status = world.page.locator('relevo-widget [role=status]');
	assert.equal(await status.textContent(), '2 mensajes nuevos en el chat');
	assert.deepEqual(world.desk.last.read, []);
	// Another page, and it is still known.
	await world.page.reload();
	await until(async () => (await world.launcher.innerText()) === '2');
	await world.openChat();
	await until(() => world.desk.last.read.length === 1);
	await world.frame.getByText('Nuevo', { exact: true }).waitFor();
	assert.equal(await world.launcher.innerText(), '');
});

test('a page that is loaded again has the conversation, and what was being written', async () => {
	await begin();
	world.desk.say('Buenos días.');
	await until(async () => (await world.bubbles()).length === 3);
	await world.box.fill('a medias');
	await world.page.reload();
	await world.openChat();
	await until(async () => (await world.bubbles()).length === 3);
	assert.equal(world.desk.visitors.size, 1);
	assert.equal(await world.box.inputValue(), 'a medias');
});

test('two tabs of one browser show one conversation', async () => {
	await world.visit();
	await world.openChat();
	const second = await world.context.newPage();
	await second.goto(`${world.host.origin}/`);
	await second.locator('relevo-widget button').click();
	await world.write('desde la primera');
	const frame = second.frameLocator('relevo-widget iframe');
	await frame.getByText('desde la primera').waitFor();
	await frame.getByRole('textbox').fill('desde la segunda');
	await frame.getByRole('textbox').press('Enter');
	await world.frame.getByText('desde la segunda').waitFor();
	assert.equal(world.desk.visitors.size, 1);
	assert.equal(world.desk.last.messages.length, 2);
});

test('a closed conversation can be followed by a new one', async () => {
	await begin();
	world.desk.ticket({ state: 'closed', assignee: null });
	await world.frame.getByText('Esta conversación se cerró.').waitFor();
	assert.equal(await world.box.count(), 0);
	await world.frame.getByRole('button', { name: 'Iniciar una conversación nueva' }).click();
	await until(() => world.box.evaluate((field) => field === document.activeElement));
	await world.write('Otra cosa');
	await world.frame.getByText('En cola').waitFor();
	assert.equal(await world.frame.getByText('Esta conversación se cerró.').count(), 0);
	assert.deepEqual((await world.bubbles()).slice(1), ['Hola', 'Otra cosa']);
});

describe('a long conversation', () => {
	beforeEach(async () => {
		await begin();
		for (let i = 0; i < 40; i++) world.desk.say(`mensaje ${i}`, { silent: true });
		await world.page.reload();
		await world.openChat();
		await world.bubble('mensaje 39').waitFor();
	});
	const log = () => world.frame.getByRole('log');
	const below = () => log().evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);

	test('stays at its end while the reader is there', async () => {
		await until(async () => (await below()) < 2);
		world.desk.say('el último\n\n\n\n\n\nde verdad');
		await world.bubble('de verdad').waitFor();
		await until(async () => (await below()) < 2);
		await world.box.fill('uno\ndos\ntres\ncuatro');
		await until(async () => (await below()) < 2);
		assert.equal(await world.frame.locator('.latest').count(), 0);
	});

	test('stays where the reader is, and says how many came', async () => {
		await log().evaluate((box) => box.scrollTo(0, 100));
		await world.frame.getByRole('button', { name: 'Ir al final' }).waitFor();
		world.desk.say('uno');
		world.desk.say('dos');
		const back = world.frame.getByRole('button', { name: '2 mensajes nuevos' });
		await back.waitFor();
		assert.equal(await log().evaluate((box) => box.scrollTop), 100);
		await back.click();
		await until(async () => (await below()) < 2);
		await until(async () => (await world.frame.locator('.latest').count()) === 0);
	});
});

test('sound is off until it is asked for, and stays as it was chosen', async () => {
	await begin();
	const sound = world.frame.getByRole('button', { name: 'Sonido al recibir mensajes' });
	assert.equal(await sound.getAttribute('aria-pressed'), 'false');
	await sound.click();
	assert.equal(await sound.getAttribute('aria-pressed'), 'true');
	await world.page.reload();
	await world.openChat();
	assert.equal(await sound.getAttribute('aria-pressed'), 'true');
});

test('where only known people may write, the others are told', async () => {
	world.desk.config.identity_required = true;
	await world.visit();
	await world.openChat();
	await world.frame.getByText('Para escribirnos, inicie sesión en este sitio.').waitFor();
	await world.page.evaluate(() => /** @type {any} */ (window).Relevo('identify', 'firma'));
	await world.box.waitFor();
});

test('alone in a window it is a page of its own', async () => {
	await world.page.goto(`${world.desk.origin}/widget/frame/web`);
	const box = world.page.getByRole('textbox');
	await box.fill('Hola');
	await box.press('Enter');
	await world.page.getByText('Enviado').waitFor();
	assert.equal(await world.page.getByRole('button', { name: 'Cerrar el chat' }).count(), 0);
	await world.page.goto(`${world.desk.origin}/widget/frame/gone`);
	await world.page.getByText('Este chat ya no está disponible.').waitFor();
});

test('the page to try it on serves both languages', async () => {
	await world.page.goto(`${world.desk.origin}/try/web`);
	await world.page.getByRole('button', { name: 'Hablar con nosotros' }).click();
	await world.box.waitFor();
	await until(() => world.page.title().then((title) => title === 'Tractores Lerma'));
	const line = await world.page.locator('[data-snippet]').innerText();
	assert.equal(line, `<script async src="${world.desk.origin}/widget.js" data-key="web"></script>`);
	await world.page.getByRole('link', { name: 'English' }).click();
	await world.page.getByRole('button', { name: 'Talk to us' }).waitFor();
	assert.equal(await world.page.getByText('Hablar con nosotros').isVisible(), false);
});
