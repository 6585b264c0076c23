/** A number of WhatsApp's, end to end: connected by a person through the settings, and a conversation with a customer through Meta's double. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading, until } from '../lib/desk.mjs';
import * as meta from '../lib/graph.mjs';

const photo = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

/** What is refused beside its field: the browser writes it down too. */
const done = ending([/status of 422/]);

let graph, it, hook, verify;

before(async () => {
	graph = await meta.graph();
	it = await desk({ args: ['--allow-private-targets', '--graph-url', graph.api] });
});
after(async () => {
	await it?.stop();
	await graph?.stop();
});

const copied = (page, name) => page.getByRole('group', { name }).locator('code').innerText();

test('it is connected step by step, and what Meta says is said in plain words', async () => {
	const page = await it.at('manage/channels');
	await button(page, 'Crear canal').first().click();
	const form = dialog(page, 'Crear canal');
	await form.getByRole('radio', { name: /^WhatsApp/ }).click();
	await form.getByLabel('Nombre').fill('WhatsApp de ventas');
	await button(form, 'Crear canal').click();
	await heading(page, 'WhatsApp de ventas').waitFor();
	hook = (await copied(page, 'Callback URL')).trim();
	verify = (await copied(page, 'Verify token')).trim();
	assert.match(hook, /\/api\/v1\/hooks\/whatsapp\/\S+$/);
	await page.getByText('Meta solo entrega a direcciones https').waitFor();
	await accessible(page, 'a number that is being connected');

	// Before anything was entered.
	await button(page, 'Comprobar la conexión').click();
	await page.getByText('El canal todavía no está conectado: faltan datos.').waitFor();

	await page.getByLabel('Identificador del número').fill('+52 33 1200 0000');
	await button(page, 'Guardar cambios').click();
	await page.getByText('Escribe solo los dígitos, como los muestra Meta.').waitFor();
	await page.getByLabel('Identificador del número').fill(meta.number);
	await page.getByLabel('Identificador de la cuenta').fill(meta.account);
	await page.getByLabel('Teléfono', { exact: true }).fill('+52 33 1200 0000');
	await page.getByLabel('Token de acceso').fill('EAAG-vencido');
	await page.getByLabel('Clave secreta de la aplicación').fill(meta.secret);
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardó «WhatsApp de ventas»').waitFor();
	assert.equal(await page.getByLabel('Token de acceso').inputValue(), '');

	await button(page, 'Comprobar la conexión').click();
	await page.getByText('Meta no acepta el token de acceso de este canal: hay que poner otro.').first().waitFor();
	await page.getByText(/^No se envía nada desde el /).waitFor();
	await page.getByLabel('Token de acceso').fill(meta.token);
	await button(page, 'Guardar cambios').click();
	await button(page, 'Comprobar la conexión').click();
	await page.getByText('Conectado como Tractores Lerma').waitFor();
	await page.getByText('+52 33 1200 0000. Calidad alta.').waitFor();
	await page.getByText(/^No se envía nada desde el /).waitFor({ state: 'detached' });
	assert.equal((await graph.asked('/subscribed_apps')).length, 1);

	// Meta verifies the webhook.
	const shake = (token) => fetch(`${hook}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
	assert.equal((await shake('otro')).status, 401);
	assert.equal(await (await shake(verify)).text(), '1158201444');

	await page.getByLabel('Tu teléfono').fill('33 1204 4417');
	await button(page, 'Enviar prueba').click();
	await page.getByText('Meta aceptó el mensaje.').waitFor();
	assert.equal((await graph.messages()).at(-1).text.body, 'Mensaje de prueba de Relevo');
	await graph.refuse(400, 131_030);
	await button(page, 'Enviar prueba').click();
	await page.getByText('Con un número de prueba solo se escribe a los teléfonos').waitFor();
	await accessible(page, 'a number that is connected');

	await page.reload();
	await page.getByText('Se mostró una vez, al crearlo.').waitFor();
	assert.equal(await page.getByRole('group', { name: 'Verify token' }).count(), 0);
	await done(page, 'a number of WhatsApp’s');
});

test('a customer writes and sends a photo, and is answered with a quotation and a file', async () => {
	const page = await it.at('tickets/all');
	assert.equal(await graph.said(hook, { id: 'wamid.A', content: { body: '¿Tienen la banda 1042?' } }), 200);
	// Meta delivers it again, and somebody else tries to.
	assert.equal(await graph.said(hook, { id: 'wamid.A', content: { body: '¿Tienen la banda 1042?' } }), 200);
	assert.equal(await graph.deliver(hook, { messages: [] }, { key: 'falsa' }), 401);
	await graph.holds('photo1', 'image/png', photo);
	await graph.said(hook, { id: 'wamid.B', type: 'image', content: { id: 'photo1', mime_type: 'image/png', caption: 'Así quedó', sha256: 'x' } });

	await page.getByText('Rosa Méndez').first().click();
	const talk = page.getByRole('main');
	await talk.getByText('¿Tienen la banda 1042?').first().waitFor();
	await page.getByRole('article').filter({ hasText: 'Así quedó' }).getByRole('button', { name: /^image\.png/ }).waitFor();
	assert.equal(await page.getByRole('article').filter({ hasText: '¿Tienen la banda 1042?' }).count(), 1);
	// The customer sees that they were read.
	await until(async () => (await graph.messages()).some((m) => m.status === 'read' && m.message_id === 'wamid.B'));
	await button(page, 'Tomar').first().click();

	const question = page.getByRole('article').filter({ hasText: '¿Tienen la banda 1042?' });
	await question.hover();
	await question.getByRole('button', { name: 'Responder a este mensaje' }).click();
	await page.locator('input[type=file]').first().setInputFiles({
		name: 'cotización.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('%PDF-1.7 doce bandas')
	});
	await page.getByText('cotización.pdf').first().waitFor();
	const writes = page.getByRole('textbox', { name: /Escribe|Responder|Respuesta/ }).first();
	await writes.fill('Sí, le mando la cotización');
	await page.keyboard.press('Control+Enter');
	const answer = page.getByRole('article').filter({ hasText: 'Sí, le mando la cotización' });
	await answer.getByText('Enviado').waitFor();
	const sent = (await graph.messages()).filter((m) => m.type).at(-1);
	assert.deepEqual(
		[sent.type, sent.document, sent.context],
		['document', { id: '4490709327384033', filename: 'cotización.pdf', caption: 'Sí, le mando la cotización' }, { message_id: 'wamid.A' }]
	);
	const [up] = await graph.asked('/media');
	assert.match(Buffer.from(up.body, 'latin1').toString(), /%PDF-1.7 doce bandas/);

	// Its ticks: read comes before delivered, and stays.
	const ours = `wamid.OUT${(await graph.messages()).filter((m) => m.type).length - 1}`;
	await graph.told(hook, ours, 'read');
	await answer.getByText('Leído').waitFor();
	await graph.told(hook, ours, 'delivered');
	await graph.said(hook, { id: 'wamid.R', type: 'reaction', content: { message_id: ours, emoji: '👍' } });
	await page.getByRole('img', { name: 'Reacción del cliente: 👍' }).waitFor();
	await answer.getByText('Leído').waitFor();
	await accessible(page, 'a conversation over WhatsApp');

	// The customer quotes it; a place, and what WhatsApp does not hand over.
	await graph.said(hook, { id: 'wamid.C', content: { body: 'Perfecto' }, context: { from: '523312000000', id: ours } });
	await page.getByRole('article').filter({ hasText: 'Perfecto' }).getByText(/Respuesta a Luz Arriaga/).waitFor();
	await graph.said(hook, { id: 'wamid.D', type: 'unsupported', content: {} });
	await page.getByText('El cliente envió algo que este canal no entrega').waitFor();

	// A refusal that comes as a report.
	await writes.fill('¿A qué hora pasa por ella?');
	await page.keyboard.press('Control+Enter');
	const late = page.getByRole('article').filter({ hasText: '¿A qué hora pasa por ella?' });
	await late.getByText('Enviado').waitFor();
	await graph.told(hook, `wamid.OUT${Number(ours.slice('wamid.OUT'.length)) + 1}`, 'failed', 131_047);
	await late.getByText('Pasaron más de 24 horas desde el último mensaje del cliente').waitFor();
	await button(late, 'Enviar de nuevo').click();
	await late.getByText('Enviado').waitFor();
	await done(page, 'a conversation over WhatsApp');
});

test('a photo that cannot be fetched says so', async () => {
	await graph.said(hook, { from: '523312044499', name: 'Iván Robles', id: 'wamid.X', type: 'image', content: { id: 'perdida', mime_type: 'image/png', sha256: 'x' } });
	const page = await it.at('tickets/all');
	await page.getByText('Iván Robles').first().click();
	await page.getByText('No se pudo descargar.').waitFor();
	await accessible(page, 'a photo that is lost');
	await graph.holds('perdida', 'image/png', photo);
	await button(page, 'Intentar de nuevo').click();
	await page.getByRole('button', { name: /^image\.png/ }).waitFor();
	await done(page, 'a photo that was found');
});
