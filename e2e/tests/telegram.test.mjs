/** A Telegram bot, end to end: connected by a person through the settings, and a conversation with a customer through Telegram's double. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading, until } from '../lib/desk.mjs';
import * as bots from '../lib/telegram.mjs';

const photo = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

/** What is refused beside its field: the browser writes it down too. */
const done = ending([/status of 422/]);

let telegram, it;

before(async () => {
	telegram = await bots.telegram();
	it = await desk({ args: ['--allow-private-targets', '--telegram-url', telegram.url] });
});
after(async () => {
	await it?.stop();
	await telegram?.stop();
});

test('it is connected with a token and nothing else, and what Telegram says is said in plain words', async () => {
	const page = await it.at('manage/channels');
	await button(page, 'Crear canal').first().click();
	const form = dialog(page, 'Crear canal');
	await form.getByRole('radio', { name: /^Telegram/ }).click();
	await form.getByLabel('Nombre').fill('Telegram de ventas');
	await button(form, 'Crear canal').click();
	await heading(page, 'Telegram de ventas').waitFor();
	await page.getByText('Telegram solo entrega a direcciones https').waitFor();
	await button(page, 'Comprobar la conexión').click();
	await page.getByText('El canal todavía no está conectado: faltan datos.').waitFor();
	await accessible(page, 'a bot that is being connected');

	const give = async (token) => {
		await page.getByLabel('Token del bot').fill(token);
		await button(page, 'Guardar cambios').click();
	};
	await give('110201543');
	await page.getByText('Eso no es el token entero').waitFor();
	await give(bots.revoked);
	await page.getByText('Se guardó «Telegram de ventas»').waitFor();
	assert.equal(await page.getByLabel('Token del bot').inputValue(), '');
	// Nobody has to ask: the desk has tried to introduce itself.
	await page.getByText('Telegram no acepta el token de este bot: hay que poner otro.').first().waitFor();
	await give(bots.token);
	await page.getByText(/^No se envía nada desde el /).waitFor({ state: 'detached' });
	await button(page, 'Comprobar la conexión').click();
	await page.getByText('Conectado como Tractores Lerma').waitFor();
	await page.getByText(`Tus clientes le escriben en t.me/${bots.username}`).waitFor();
	assert.equal(await page.getByRole('link', { name: 'Abrir el bot' }).getAttribute('href'), `https://t.me/${bots.username}`);
	const hook = await telegram.hook();
	assert.match(hook.url, /\/api\/v1\/hooks\/telegram\/\S+$/);
	assert.match(hook.secret_token, /^[\w-]{40,}$/);

	await page.getByLabel('Tu número en Telegram').fill('@rosa');
	await button(page, 'Enviar prueba').click();
	await page.getByText('Escribe el número que está en el contacto, solo los dígitos.').waitFor();
	await page.getByLabel('Tu número en Telegram').fill(String(bots.rosa.id));
	await button(page, 'Enviar prueba').click();
	await page.getByText('Telegram aceptó el mensaje.').waitFor();
	assert.deepEqual((await telegram.sent()).at(-1), { chat_id: bots.rosa.id, text: 'Mensaje de prueba de Relevo' });
	await telegram.refuse(400, 'Bad Request: chat not found');
	await button(page, 'Enviar prueba').click();
	await page.getByText('Telegram no encuentra esa conversación').waitFor();
	await done(page, 'a bot that is connected');
});

test('a customer writes and sends a photo, is answered with a quotation, and blocks the bot', async () => {
	const page = await it.at('tickets/all');
	assert.equal(await telegram.said(57, { text: '¿Tienen la banda 1042?' }), 200);
	// Telegram brings it again, and somebody else tries to.
	assert.equal(await telegram.said(57, { text: '¿Tienen la banda 1042?' }), 200);
	assert.equal((await telegram.bring({ message: {} }, 'rlp_falsa')).status, 401);
	await telegram.holds('AgACphoto1', 'image/png', photo);
	const sizes = [{ file_id: 'AgACsmall', width: 90, height: 67 }, { file_id: 'AgACphoto1', width: 1280, height: 960 }];
	await telegram.said(58, { photo: sizes, caption: 'Así quedó' });
	const group = { from: bots.rosa, chat: { id: -1001234567890, title: 'Vecinos', type: 'supergroup' }, message_id: 5, date: 1, text: 'Hola' };
	assert.deepEqual(JSON.parse((await telegram.bring({ message: group })).body), { method: 'leaveChat', chat_id: -1001234567890 });

	await page.getByText('Rosa Méndez').first().click();
	const said = (text) => page.getByRole('article').filter({ hasText: text });
	await said('Así quedó').getByRole('button', { name: /^image\./ }).waitFor();
	assert.equal(await said('¿Tienen la banda 1042?').count(), 1);
	await button(page, 'Tomar').first().click();

	await said('¿Tienen la banda 1042?').hover();
	await said('¿Tienen la banda 1042?').getByRole('button', { name: 'Responder a este mensaje' }).click();
	const writes = page.getByRole('textbox', { name: /Escribe|Responder|Respuesta/ }).first();
	await writes.fill('Sí, nos quedan doce');
	await page.keyboard.press('Control+Enter');
	await said('Sí, nos quedan doce').getByText('Enviado').waitFor();
	assert.deepEqual((await telegram.sent()).at(-1), {
		chat_id: bots.rosa.id,
		text: 'Sí, nos quedan doce',
		reply_parameters: { message_id: 57, allow_sending_without_reply: true }
	});
	// One test message and one refused went out before it.
	await telegram.reacted(1002, '👍');
	await page.getByRole('img', { name: 'Reacción del cliente: 👍' }).waitFor();
	await telegram.edited(57, { text: '¿Tienen la banda 1043?' });
	await said('¿Tienen la banda 1043?').getByText(/^Respuesta a /).waitFor();
	await accessible(page, 'a conversation over Telegram');

	await telegram.refuse(403, 'Forbidden: bot was blocked by the user');
	await writes.fill('¿Se la aparto?');
	await page.keyboard.press('Control+Enter');
	await said('¿Se la aparto?').getByText('El cliente bloqueó al bot.').waitFor();
	// They come back.
	await button(said('¿Se la aparto?'), 'Enviar de nuevo').click();
	await said('¿Se la aparto?').getByText('Enviado').waitFor();
	await done(page, 'a conversation over Telegram');
});

test('once it is put away Telegram is told so', async () => {
	const { items } = await it.luz('GET', 'channels');
	await it.luz('DELETE', `channels/${items.find((one) => one.kind === 'telegram').id}`);
	await until(async () => !(await telegram.hook()).url);
});
