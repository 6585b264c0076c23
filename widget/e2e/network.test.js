/** What happens to what was written when the network, the server or the browser lets us down. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import { field } from './picture.js';
import { quit, until, World } from './world.js';

/** @type {World} */
let world;
beforeEach(async () => {
	world = await World.begin();
	await world.visit();
	await world.openChat();
	await world.write('Hola');
	await world.frame.getByText('Enviado').waitFor();
});
afterEach(() => world.end());
after(quit);

const stored = () => world.desk.last.messages.map(({ body }) => body);
const pill = () => world.frame.locator('.pill');
const own = async () => (await world.bubbles()).slice(1);

test('offline: it is said, what is written waits, and all of it arrives once', async () => {
	await world.context.setOffline(true);
	world.desk.cut();
	await pill().waitFor();
	await world.write('uno');
	await world.frame
		.locator('input[type=file]')
		.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: field });
	await world.write('dos');
	await world.frame.getByText('Pendiente de envío').first().waitFor();
	world.desk.say('mientras tanto', { silent: true });
	await world.context.setOffline(false);
	await until(() => stored().length === 4);
	await pill().waitFor({ state: 'detached' });
	await until(async () => (await own()).length === 4);
	assert.deepEqual(stored(), ['Hola', 'mientras tanto', 'uno', 'dos']);
	assert.deepEqual(await own(), ['Hola', 'mientras tanto', 'uno', 'dos']);
	assert.equal(world.desk.last.messages[3]?.files[0]?.name, 'a.png');
});

test('a page that is loaded again while offline still sends what waited, files too', async () => {
	// The server is away, the page is not: the frame has to come from somewhere.
	world.desk.rule('POST', { status: 503 }, 3);
	await world.frame
		.locator('input[type=file]')
		.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: field });
	await world.write('con foto');
	await world.frame.getByText('Pendiente de envío').waitFor();
	await world.page.reload();
	await until(() => stored().length === 2);
	assert.deepEqual(stored(), ['Hola', 'con foto']);
	assert.equal(world.desk.last.messages[1]?.files[0]?.size, field.length);
});

test('an answer that gets lost makes no second message', async () => {
	world.desk.rule('POST /messages', { lose: true }, 2);
	await world.write('una vez');
	await until(() => world.desk.requests.filter((one) => one === 'POST /messages').length >= 3);
	await world.frame.getByText('Enviado').waitFor();
	assert.deepEqual(stored(), ['Hola', 'una vez']);
	assert.deepEqual(await own(), ['Hola', 'una vez']);
});

test('a visitor whom the server has forgotten becomes a new one', async () => {
	world.desk.forget();
	await world.write('¿Siguen ahí?');
	await until(() => world.desk.visitors.size === 1 && stored().length === 1);
	await until(async () => (await own()).join() === '¿Siguen ahí?');
	world.desk.say('Aquí estamos.');
	await world.bubble('Aquí estamos.').waitFor();
	assert.equal(await world.frame.getByText('401').count(), 0);
});

test('the connection drops: what was said meanwhile comes, once and in order', async () => {
	for (let round = 0; round < 3; round++) {
		world.desk.cut();
		world.desk.say(`perdido ${round}`, { silent: true });
		await world.bubble(`perdido ${round}`).waitFor();
	}
	world.desk.say('en vivo');
	await world.bubble('en vivo').waitFor();
	assert.deepEqual(await own(), ['Hola', 'perdido 0', 'perdido 1', 'perdido 2', 'en vivo']);
});

test('a refusal says why, and can be tried again or dropped', async () => {
	world.desk.rule(
		'POST /messages',
		{ status: 422, body: { title: 'El mensaje no se aceptó.' } },
		2
	);
	await world.write('primero');
	await world.frame.getByText('No se envió. El mensaje no se aceptó.').waitFor();
	await world.write('segundo');
	await until(async () => (await world.frame.getByText('No se envió.').count()) === 2);
	await world.frame.getByRole('button', { name: 'Descartar' }).first().click();
	await until(async () => (await world.frame.getByText('No se envió.').count()) === 1);
	await world.frame.getByRole('button', { name: 'Reintentar' }).click();
	await until(() => stored().length === 2);
	assert.deepEqual(stored(), ['Hola', 'segundo']);
});

/** Reading the storage of the frame. @returns {Promise<string>} */
function storage() {
	return world.inside().evaluate(() => {
		try {
			return `${Object.keys(localStorage).length}`;
		} catch (error) {
			return error instanceof DOMException ? error.name : 'other';
		}
	});
}

test('in a page of another site that may store nothing, one converses all the same', async () => {
	await world.visit('', world.host.elsewhere);
	await world.openChat();
	assert.equal(await storage(), 'SecurityError');
	await world.write('Hola');
	await world.frame.getByText('Enviado').waitFor();
	await world.frame
		.locator('input[type=file]')
		.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: field });
	await world.write('con foto');
	await until(() => stored().length === 2);
	world.desk.forget();
	await world.write('otra vez');
	await until(() => world.desk.visitors.size === 1 && stored().join() === 'otra vez');
});

test('in a page of another site, in an ordinary window, the conversation is kept', async () => {
	const profile = mkdtempSync(join(tmpdir(), 'relevo-widget-'));
	await world.end();
	world = await World.begin({}, {}, profile);
	await world.visit('', world.host.elsewhere);
	await world.openChat();
	await world.write('Hola');
	await world.frame.getByText('Enviado').waitFor();
	assert.notEqual(await storage(), 'SecurityError');
	await world.page.reload();
	await world.openChat();
	await until(async () => (await own()).join() === 'Hola');
	assert.equal(world.desk.visitors.size, 1);
	await world.context.close();
	rmSync(profile, { recursive: true });
});
