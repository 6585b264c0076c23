/** Webhooks, in a real browser and with a real other side: made, proved, failing, sent again, put to rest, deleted. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading } from '../lib/desk.mjs';
import { receiver } from '../lib/receiver.mjs';

/** Forms that are refused: the browser writes them down too. */
const done = ending([/status of 422/]);

test('an address inside is refused beside its field', async () => {
	const it = await desk();
	try {
		const page = await it.at('manage/webhooks');
		await heading(page, 'Ningún sistema recibe avisos todavía', 2).waitFor();
		await button(page, 'Crear webhook').first().click();
		const form = dialog(page, 'Crear webhook');
		await form.getByLabel('Nombre', { exact: true }).fill('ERP');
		await form.getByLabel('Dirección').fill('http://10.0.0.8/relevo');
		await form.getByText('Sin https, los avisos viajan sin cifrar.').waitFor();
		await button(form, 'Crear webhook').click();
		await form.getByText('Esa dirección lleva a una red interna y no se puede usar.').waitFor();
		await form.getByLabel('Dirección').fill('ftp://erp.lerma.mx');
		await button(form, 'Crear webhook').click();
		await form.getByText('Escribe una dirección que empiece con https://.').waitFor();
		assert.equal(await form.getByLabel('Dirección').getAttribute('aria-invalid'), 'true');
		await done(page, 'a webhook refused');
		assert.deepEqual((await it.luz('GET', 'webhooks')).items, []);
	} finally {
		await it.stop();
	}
});

describe('with another side', () => {
	let it, other;

	before(async () => {
		other = await receiver();
		it = await desk({ args: ['--allow-private-targets'] });
	});
	after(async () => {
		await it?.stop();
		await other?.stop();
	});

	/** One that is there already, and a page that shows it. */
	async function hook(name, kinds = ['ticket.created']) {
		other.status = 204;
		// Those of other tests are told too: each has a path of its own.
		const path = `/${name.toLowerCase()}`;
		const made = await it.luz('POST', 'webhooks', { name, url: other.url + path, kinds });
		return { ...made, got: () => other.at(path), page: await it.at(`manage/webhooks/${made.id}`) };
	}

	const rows = (page, state) => page.getByRole('row').filter({ hasText: state });

	async function choose(page, label, option) {
		await page.getByLabel(label).click();
		await page.getByRole('option', { name: option }).click();
	}

	test('one is made, its secret is shown once, and what arrives is signed with it', async () => {
		const page = await it.at('manage/webhooks');
		await button(page, 'Crear webhook').first().click();
		const form = dialog(page, 'Crear webhook');
		await button(form, 'Crear webhook').click();
		await form.getByText('Este dato es obligatorio.').waitFor();
		await form.getByLabel('Nombre', { exact: true }).fill('ERP de refacciones');
		await form.getByLabel('Dirección').fill(`${other.url}/erp`);
		await form.getByRole('radio', { name: 'Solo lo que elija' }).click();
		await button(form, 'Crear webhook').click();
		await form.getByText('Elige al menos un aviso, o que avise de todo.').waitFor();
		await accessible(page, 'the form of a webhook');
		await form.getByLabel('Avisos', { exact: true }).click();
		await page.getByRole('option', { name: 'Ticket nuevo' }).click();
		await page.keyboard.press('Escape');
		await button(form, 'Crear webhook').click();

		await heading(page, 'ERP de refacciones').waitFor();
		await heading(page, 'Todavía no hay entregas', 2).waitFor();
		const secret = (await page.getByRole('group', { name: 'Secreto' }).locator('code').innerText()).trim();
		assert.match(secret, /^whsec_\S+$/);
		await accessible(page, 'a webhook with its secret');

		const ticket = await it.ticket('Filtro de la trilladora');
		await rows(page, 'Ticket nuevo').getByText('Entregado').waitFor();
		const [{ headers, body }, ...more] = other.at('/erp');
		assert.deepEqual(more, []);
		assert.ok(signed(secret, headers, body), 'the signature is ours');
		assert.ok(!signed('whsec_b3RybyBzZWNyZXRv', headers, body), 'and of no other secret');
		assert.equal(JSON.parse(body).data.subject.id, ticket.id);

		await page.getByRole('button', { name: 'Ticket nuevo', exact: true }).click();
		const sheet = dialog(page, 'Ticket nuevo');
		await sheet.getByText('HTTP 204').waitFor();
		assert.deepEqual(JSON.parse(await sheet.getByRole('group', { name: 'Contenido' }).locator('code').innerText()), JSON.parse(body));
		await sheet.getByText(headers['webhook-id']).waitFor();
		assert.match(page.url(), new RegExp(`delivery=${headers['webhook-id']}`));
		await accessible(page, 'a delivery');
		await page.goBack();
		await sheet.waitFor({ state: 'detached' });

		await page.reload();
		await rows(page, 'Ticket nuevo').waitFor();
		assert.equal(await page.getByRole('group', { name: 'Secreto' }).count(), 0);

		await page.getByRole('link', { name: 'Webhooks' }).first().click();
		await rows(page, 'ERP de refacciones').getByText('Activo').waitFor();
		await page.getByLabel('Buscar webhook').fill('refacc');
		await rows(page, 'ERP de refacciones').getByText('Entregado').waitFor();
		await page.getByLabel('Buscar webhook').fill('almacén');
		await page.getByText('Nada coincide con tu búsqueda').waitFor();
		await done(page, 'webhooks, none found');
	});

	test('one that fails says since when and why, and works again when one of them is sent again', async () => {
		const { id, got, page } = await hook('Bodega');
		other.status = 503;
		await button(page, 'Enviar prueba').click();
		await page.getByText('La prueba va en camino').waitFor();
		await rows(page, 'Por reintentar').getByText('El otro lado respondió 503.').waitFor();
		await page.getByText(/^Falla desde el /).waitFor();
		await accessible(page, 'a webhook that fails');

		const list = await it.at('manage/webhooks');
		const row = rows(list, 'Bodega');
		await row.getByText('Falla', { exact: true }).waitFor();
		await row.getByText('El otro lado respondió 503.').waitFor();
		await done(list, 'webhooks, one failing');

		// With a filter on, the row leaves the list when it arrives; what is open goes on telling of it.
		await choose(page, /^Estado/, 'Por enviar');
		await page.waitForURL(/state=pending/);
		other.status = 204;
		await button(page, 'Prueba').click();
		const sheet = dialog(page, 'Prueba');
		await sheet.getByText('HTTP 503').waitFor();
		await sheet.getByText(/^No antes del /).waitFor();
		await button(sheet, 'Reenviar ahora').click();
		await sheet.getByText('HTTP 204').waitFor();
		await sheet.getByText('Entregado').waitFor();
		await button(sheet, 'Cerrar').click();
		await page.getByText('Ninguna entrega está en ese estado.').waitFor();
		await page.getByText(/^Falla desde el /).waitFor({ state: 'detached' });
		const ids = got().map(({ headers }) => headers['webhook-id']);
		assert.ok(ids.length >= 2 && new Set(ids).size === 1, 'the same delivery, with the same identifier');
		assert.equal((await it.luz('GET', `webhooks/${id}`)).failing_since, null);
		await done(page, 'a webhook that works again');
	});

	test('one that was switched off is resumed, and what failed is counted and sent again', async () => {
		const { id, got, page } = await hook('CRM');
		other.status = 503;
		for (const subject of ['Bomba', 'Banda', 'Inyector']) await it.ticket(subject);
		await rows(page, 'Por reintentar').first().waitFor();
		await rows(page, /Por (enviar|reintentar)/).nth(2).waitFor();
		other.status = 410;
		await button(page, 'Ticket nuevo').first().click();
		await button(dialog(page, 'Ticket nuevo'), 'Reenviar ahora').click();
		await page.getByText('Relevo apagó este webhook').waitFor();
		await button(dialog(page, 'Ticket nuevo'), 'Cerrar').click();
		await rows(page, 'Fallido').nth(2).waitFor();
		assert.equal(await button(page, 'Reenviar fallidas').getAttribute('aria-disabled'), 'true');
		assert.equal(await button(page, 'Enviar prueba').getAttribute('aria-disabled'), 'true');

		await choose(page, /^Estado/, 'Entregado');
		await page.getByText('Ninguna entrega está en ese estado.').waitFor();
		await button(page, 'Quitar filtros').click();
		await accessible(page, 'a webhook that was switched off');

		other.status = 204;
		const before = got().length;
		await button(page, 'Reactivar').click();
		await button(page, 'Reenviar fallidas').click();
		const ask = dialog(page, 'Reenviar las entregas fallidas');
		await ask.getByText('Se reenviarán 3 entregas.').waitFor();
		await ask.getByLabel('Desde', { exact: true }).click();
		await page.getByRole('option', { name: 'Un momento que elija' }).click();
		await ask.getByText('Elige desde cuándo.').waitFor();
		await ask.getByLabel('Fecha y hora').fill('2100-01-01T00:00');
		await ask.getByText('No hay entregas fallidas desde entonces.').waitFor();
		assert.equal(await button(ask, 'Reenviar').getAttribute('aria-disabled'), 'true');
		await ask.getByLabel('Desde', { exact: true }).click();
		await page.getByRole('option', { name: 'El principio' }).click();
		await ask.getByText('Se reenviarán 3 entregas.').waitFor();
		await accessible(page, 'before sending again');
		await button(ask, 'Reenviar').click();
		await rows(page, 'Entregado').nth(2).waitFor();
		assert.equal(got().length - before, 3);
		const { items } = await it.luz('GET', `webhooks/${id}/deliveries?state=failed`);
		assert.deepEqual(items, []);
		await done(page, 'all sent again');
	});

	test('one is changed, put to rest, given another secret and deleted', async () => {
		const { id, secret, url, got, page } = await hook('Tablero');
		await button(page, 'Editar').click();
		const form = dialog(page, 'Editar «Tablero»');
		assert.equal(await form.getByLabel('Dirección').inputValue(), url);
		await form.getByLabel('Nombre', { exact: true }).fill('Tablero de planta');
		await form.getByRole('radio', { name: 'Todo lo que pase' }).click();
		await button(form, 'Guardar cambios').click();
		await heading(page, 'Tablero de planta').waitFor();
		await page.getByText('Todo lo que pase').waitFor();

		const act = async (name) => {
			await button(page, 'Más acciones del webhook').click();
			await page.getByRole('menuitem', { name }).click();
		};
		await act('Poner en pausa');
		await button(dialog(page, 'Poner «Tablero de planta» en pausa'), 'Poner en pausa').click();
		await page.getByText('Está en pausa').waitFor();
		await accessible(page, 'a webhook that rests');
		await it.ticket('Nadie se entera');
		await button(page, 'Reactivar').click();
		await page.getByText('Está en pausa').waitFor({ state: 'detached' });

		await act('Crear otro secreto');
		await button(dialog(page, 'Crear otro secreto'), 'Crear otro secreto').click();
		const fresh = (await page.getByRole('group', { name: 'Secreto' }).locator('code').innerText()).trim();
		assert.notEqual(fresh, secret);
		await page.getByText(/^El secreto anterior también firma hasta/).waitFor();
		await button(page, 'Enviar prueba').click();
		await rows(page, 'Prueba').getByText('Entregado').waitFor();
		const [{ headers, body }, ...more] = got();
		assert.deepEqual(more, [], 'of what happened in the pause nothing is told');
		assert.ok(signed(fresh, headers, body) && signed(secret, headers, body), 'both secrets sign');

		other.status = 503;
		await button(page, 'Enviar prueba').click();
		await rows(page, 'Por reintentar').waitFor();
		await act('Eliminar webhook');
		const sure = dialog(page, 'Eliminar «Tablero de planta»');
		await sure.getByText('1 entrega que espera no se enviará.', { exact: false }).waitFor();
		await accessible(page, 'before a webhook is deleted');
		await button(sure, 'Eliminar webhook').click();
		await heading(page, 'Webhooks').waitFor();
		await rows(page, 'ERP de refacciones').waitFor();
		assert.equal(await rows(page, 'Tablero de planta').count(), 0);
		const { items } = await it.luz('GET', 'webhooks');
		assert.ok(items.every((one) => one.id !== id));
		await done(page, 'webhooks, one less');
	});

	test('who may not manage integrations is told so', async () => {
		const lia = await it.member('Lía', 'Paz', { roles: ['coordinator'] });
		const page = await it.at('manage/webhooks', lia.as);
		await page.getByRole('navigation', { name: 'Secciones de Administrar' }).waitFor();
		await heading(page, 'No administras esto', 2).waitFor();
		assert.equal(await page.getByRole('link', { name: 'Webhooks' }).count(), 0);
		await done(page, 'closed');
	});
});

/** As docs/webhooks.md says: Standard Webhooks, over the raw bytes, any of the signatures, not older than five minutes. */
function signed(secret, headers, body) {
	const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
	assert.ok(Math.abs(Date.now() / 1000 - Number(at)) < 300, 'it is fresh');
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	const ours = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
	return signatures.split(' ').includes(`v1,${ours}`);
}
