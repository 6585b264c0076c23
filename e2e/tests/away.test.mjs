/**
 * The customer who left: an answer that nobody was there to see comes by mail, and its link opens the conversation on a page of its
 * own, without the shop's site, where it goes on in the same ticket.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { open } from '../lib/browser.mjs';
import { button, desk, ending, until } from '../lib/desk.mjs';
import { postbox } from '../lib/postbox.mjs';
import { linkIn, readable, visitor } from '../lib/visitor.mjs';

let it, post, chat;

before(async () => {
	post = await postbox();
	it = await desk({ args: ['--smtp-url', post.url, '--smtp-from', 'Relevo <relevo@lerma.mx>'] });
	[chat] = (await it.luz('GET', 'channels')).items;
});
after(async () => {
	await it?.stop();
	await post?.stop();
});

const done = ending([]);
/** A link that is dead, or belongs to nobody: what these tests ask for. */
const doneRefused = ending([/status of 401/]);

async function letters(n) {
	await until(() => post.letters.length >= n);
	return post.letters[n - 1];
}

test('who left reads the answer in their mail and goes on on a page of its own', async () => {
	const widget = visitor(it.server.url);
	const { managed } = chat;
	const settings = { ...managed.settings, mail_after_seconds: 1, allowed_origins: ['https://tienda.example'] };
	await it.luz('PATCH', `channels/${chat.id}`, { settings });
	// Somebody writes in the shop and leaves.
	const { token } = await widget('POST', `${managed.address}/visitors`, null, { locale: 'es' });
	await widget('POST', 'messages', token, { body: '¿Llegó la tolva?', details: { name: 'Ana', email: 'ana@cliente.mx' } });
	const { items } = await it.luz('GET', 'tickets?view=all');
	const ticket = items[0].id;
	await it.luz('POST', `tickets/${ticket}/messages`, { body: 'Llega el martes.' });
	await it.luz('POST', `tickets/${ticket}/messages`, { body: 'Se la apartamos.' });
	const letter = await letters(1);
	assert.deepEqual(post.got, ['ana@cliente.mx']);
	for (const part of ['Llega el martes.', 'Se la apartamos.', 'Tractores Lerma', 'Atenci']) assert.ok(readable(letter).includes(part), part);

	const link = linkIn(letter);
	const answer = await fetch(link.split('#')[0]);
	assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
	assert.match(answer.headers.get('x-robots-tag'), /noindex/);
	assert.match(answer.headers.get('content-security-policy'), /frame-ancestors 'none'/);

	for (const size of ['desk', 'tablet', 'phone']) {
		const page = await open(it.browser, link, { size });
		await page.getByText('Se la apartamos.').waitFor();
		await page.getByText('¿Llegó la tolva?').waitFor();
		await done(page, `the conversation of a link, ${size}`);
	}
	const page = await open(it.browser, link);
	await page.getByRole('textbox').fill('Perfecto, la quiero.');
	await page.keyboard.press('Enter');
	const said = async () => JSON.stringify(await it.luz('GET', `tickets/${ticket}/timeline`)).includes('Perfecto, la quiero.');
	await until(said);
	// While it is open, what comes is seen there and not mailed.
	await it.luz('POST', `tickets/${ticket}/messages`, { body: 'Hecho.' });
	await page.getByText('Hecho.', { exact: true }).waitFor();
	// Nothing of the conversation is left in the browser for whoever sits there next.
	assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('rlc_')), false);
	await page.reload();
	await page.getByText('Hecho.', { exact: true }).waitFor();
	assert.equal(post.letters.length, 1);
	await done(page, 'a conversation that went on');
});

test('a link that is dead says so and shows nothing of the conversation', async () => {
	const link = linkIn(await letters(1));
	for (const wrong of [link.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')), link.split('#')[0]]) {
		const page = await open(it.browser, wrong);
		await page.getByText('Este enlace ya no sirve', { exact: false }).waitFor();
		assert.equal(await page.getByText('Llega el martes.').count(), 0);
		await doneRefused(page, 'a dead link');
	}
});

test('the channel says whether answers go by mail', async () => {
	const page = await it.at(`manage/channels/${chat.id}`);
	const mail = page.getByRole('switch', { name: 'Enviarle las respuestas por correo' });
	await mail.waitFor();
	assert.equal(await mail.getAttribute('aria-checked'), 'true');
	await page.getByText('dura 30 días', { exact: false }).waitFor();
	await mail.click();
	await button(page, 'Guardar cambios').click();
	await until(async () => !(await it.luz('GET', `channels/${chat.id}`)).managed.settings.answers_by_mail);
	// How soon is no choice of this page, and stays.
	assert.equal((await it.luz('GET', `channels/${chat.id}`)).managed.settings.mail_after_seconds, 1);
	await done(page, 'a channel that mails nothing');
});
