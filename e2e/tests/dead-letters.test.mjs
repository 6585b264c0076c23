/** Work that was given up, in a real browser: a letter that the mail server refuses is found, tried again, let go. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, dialog, ending, heading, until } from '../lib/desk.mjs';
import { postbox } from '../lib/postbox.mjs';

let it, post;

before(async () => {
	post = await postbox();
	it = await desk({ args: ['--smtp-url', post.url, '--smtp-from', 'Relevo <relevo@lerma.mx>'] });
});
after(async () => {
	await it?.stop();
	await post?.stop();
});

const done = ending([]);
const work = 'Enviar una invitación por correo';
const again = (page) => button(page, `Reintentar: ${work}`);
/** The section's line at the side, with its number. */
const section = (page, count) =>
	page.getByRole('navigation', { name: 'Secciones de Administrar' }).getByRole('link', { name: `Tareas fallidas ${count}`.trim(), exact: true });

const invite = (first_name, email) =>
	it.luz('POST', 'members', { first_name, last_name: 'Paz', email, roles: ['advisor'] });

const refused = (n) => until(async () => (await it.luz('GET', 'dead-letters')).items.length === n);

test('what could not be sent is tried again or let go, and the number beside the section follows', async () => {
	post.refuses = true;
	await invite('Lía', 'lia@lerma.mx');
	await invite('Noé', 'noe@lerma.mx');
	await refused(2);

	const page = await it.at('manage/dead-letters');
	await heading(page, 'Tareas fallidas').waitFor();
	await page.getByText('El servidor de correo rechazó el mensaje.').nth(1).waitFor();
	await section(page, '2').waitFor();

	// Refused once more: it is gone while it is tried, and comes back by itself.
	await again(page).first().click();
	await page.getByText(`Se intenta de nuevo: ${work}`).first().waitFor();
	await section(page, '1').waitFor();
	await again(page).nth(1).waitFor();
	await section(page, '2').waitFor();

	post.refuses = false;
	await again(page).first().click();
	await section(page, '1').waitFor();
	await until(() => post.got.length > 0);
	assert.match(post.got[0], /^(lia|noe)@lerma\.mx$/);

	await button(page, `Descartar: ${work}`).click();
	const sure = dialog(page, 'Descartar la tarea');
	await sure.getByText('no se puede recuperar', { exact: false }).waitFor();
	await button(sure, 'Cancelar').click();
	await section(page, '1').waitFor();
	await button(page, `Descartar: ${work}`).click();
	await button(sure, 'Descartar').click();
	await heading(page, 'Todo se hizo', 2).waitFor();
	await section(page, '').waitFor();
	assert.equal(post.got.length, 1);
	assert.deepEqual((await it.luz('GET', 'dead-letters')).items, []);
	const { items } = await it.luz('GET', 'audit?action=dead_letter.');
	assert.deepEqual(items.map((one) => one.action).sort(), ['dead_letter.discarded', 'dead_letter.retried', 'dead_letter.retried']);
	await done(page, 'nothing left to do');
});
