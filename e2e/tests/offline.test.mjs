/**
 * A day on a phone whose network is cut, twice: what was last seen stays to be read, what is written waits, also through a reload,
 * and goes out once when the line is back, with its file. Nothing of it is left to whoever comes next.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, ending, until } from '../lib/desk.mjs';

let it, lia;

before(async () => {
	it = await desk();
	lia = await it.member('Lía', 'Paz', { teams: [(await it.teams())[0].id] });
});
after(() => it?.stop());

/** The browser writes down what it could not fetch. */
const done = ending([/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|WebSocket connection/]);
const writing = (page) => page.getByRole('textbox', { name: /^Respuesta a / });
const said = async (id) => (await it.luz('GET', `tickets/${id}/timeline?limit=50`)).items.flatMap((i) => i.message ?? []);
const times = async (id, body) => (await said(id)).filter((m) => m.body === body).length;

/** A phone on which the panel has been installed: its worker has what it needs to open. */
async function phone(path, as = lia.as) {
	const page = await it.at(path, as, { size: 'phone', serviceWorkers: 'allow', isMobile: true });
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	return page;
}

/** All that is kept in the browser, by name. */
const kept = (page) =>
	page.evaluate(async () => {
		const found = {};
		for (const { name } of await indexedDB.databases()) {
			const base = await new Promise((next) => (indexedDB.open(name).onsuccess = (e) => next(e.target.result)));
			for (const room of base.objectStoreNames)
				found[name] = await new Promise((next) => (base.transaction(room).objectStore(room).getAllKeys().onsuccess = (e) => next(e.target.result)));
			base.close();
		}
		return found;
	});

/** What was seen has been written down; there is nothing on the page that says so. */
const seen = (page, part) => until(async () => Object.values(await kept(page)).flat().some((key) => key.endsWith(part)));

test('the network is cut twice, and everything that was written arrives once', async () => {
	const { id } = await it.ticket('Tolva', { assignee: lia.id });
	const page = await phone('tickets/mine');
	const context = page.context();
	await page.getByText('Cliente de Tolva').first().click();
	await page.getByText('Buenas tardes').first().waitFor();
	await writing(page).waitFor();
	await seen(page, `${id}/timeline`);
	await seen(page, `${id}/contact`);

	// Cut. What is written is shown, and waits; what is begun stays begun.
	await context.setOffline(true);
	await page.getByRole('status').filter({ hasText: 'Sin conexión' }).waitFor();
	await writing(page).fill('Mañana paso a revisarla');
	await button(page, 'Enviar').click();
	await page.getByText('Se enviará cuando vuelva la conexión').waitFor();
	await writing(page).fill('Otra cosa');
	await page.getByText('Guardado en este dispositivo').waitFor();

	// Opened anew without a network: the page itself, the list, the ticket, what waits and what was begun.
	await page.reload();
	await page.getByText('Buenas tardes').first().waitFor();
	await page.getByText('Mañana paso a revisarla').first().waitFor();
	await page.getByText('Se enviará cuando vuelva la conexión').waitFor();
	assert.equal(await writing(page).inputValue(), 'Otra cosa');
	await page.getByRole('status').filter({ hasText: /Ves lo último que se cargó \(/ }).waitFor();
	await button(page, 'Atrás').or(button(page, 'Volver')).first().click();
	await page.getByText('Cliente de Tolva').first().waitFor();
	assert.equal(await times(id, 'Mañana paso a revisarla'), 0);

	// Back: it is sent from wherever one is, once.
	await context.setOffline(false);
	await until(async () => (await times(id, 'Mañana paso a revisarla')) === 1);
	await page.getByRole('status').filter({ hasText: 'Sin conexión' }).waitFor({ state: 'detached' });

	// Cut again, while a file is being taken there.
	await page.getByText('Cliente de Tolva').first().click();
	let begun;
	const uploading = new Promise((next) => (begun = next));
	let go;
	const held = new Promise((next) => (go = next));
	await page.route(/\/files$/, async (route) => {
		begun();
		await held;
		await route.abort('internetdisconnected');
	}, { times: 1 });
	await page.locator('input[type=file]').first().setInputFiles({ name: 'tolva.txt', mimeType: 'text/plain', buffer: Buffer.from('sensor → bomba') });
	await uploading;
	await context.setOffline(true);
	go();
	await page.getByText('En espera de conexión').waitFor();
	await writing(page).fill('Le mando la hoja');
	await button(page, 'Enviar').click();
	await page.getByText('Se enviará cuando vuelva la conexión').waitFor();
	await page.reload();
	await page.getByText('tolva.txt').first().waitFor();
	assert.equal(await times(id, 'Le mando la hoja'), 0);

	await context.setOffline(false);
	await until(async () => (await times(id, 'Le mando la hoja')) === 1);
	await page.getByText('Se enviará cuando vuelva la conexión').waitFor({ state: 'detached' });
	const [with_file] = (await said(id)).filter((m) => m.body === 'Le mando la hoja');
	assert.deepEqual(with_file.files.map((f) => f.name), ['tolva.txt']);
	assert.equal(await times(id, 'Mañana paso a revisarla'), 1, 'the first is still there once');
	await done(page, 'a ticket on a phone, after the network was cut');
});

test('what is refused while one is away says why, and its words are not lost', async () => {
	const { id } = await it.ticket('Banda', { assignee: lia.id });
	const page = await phone(`tickets/mine/${id}`);
	await writing(page).waitFor();
	await page.context().setOffline(true);
	await writing(page).fill('¿Sigue fallando?');
	await button(page, 'Enviar').click();
	await page.getByText('Se enviará cuando vuelva la conexión').waitFor();
	const { items } = await it.luz('GET', 'resolutions');
	await it.luz('POST', `tickets/${id}/resolution`, { resolution: items[0]?.id ?? null });
	await page.context().setOffline(false);
	await page.getByText(/cerrado/i).first().waitFor();
	await page.getByText('¿Sigue fallando?').first().waitFor();
	await button(page, 'Descartar').first().waitFor();
	assert.equal(await times(id, '¿Sigue fallando?'), 0);
	await page.context().close();
});

test('what one may no longer see is gone from the phone while it is open, and all of it when one leaves', async () => {
	const [mine, theirs] = [await it.ticket('Filtro', { assignee: lia.id }), await it.ticket('Bomba', { assignee: lia.id })];
	const page = await phone(`tickets/mine/${theirs.id}`);
	await seen(page, `${theirs.id}/timeline`);
	await page.goto(`${it.home}/o/${it.org}/tickets/mine/${mine.id}`);
	await seen(page, `${mine.id}/timeline`);
	const has = async (id) => Object.values(await kept(page)).flat().some((key) => key.includes(id));
	assert.ok(await has(theirs.id));

	// Out of her reach: a team where she is not.
	const other = await it.luz('POST', 'teams', { name: 'Taller' });
	await it.luz('POST', `tickets/${theirs.id}/transfer`, { team: other.id });
	await until(async () => !(await has(theirs.id)));
	assert.ok(await has(mine.id));

	await page.context().setOffline(true);
	await writing(page).fill('Sin terminar');
	await page.getByText('Guardado en este dispositivo').waitFor();
	await page.context().setOffline(false);
	// In another window of the same browser.
	await page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE', headers: { 'x-relevo': '1' } }));
	await page.waitForURL(/\/sign-in/);
	await until(async () => Object.values(await kept(page)).flat().length === 0);

	// And without a network nobody gets in by what is left.
	await page.context().setOffline(true);
	await page.goto(`${it.home}/o/${it.org}/tickets/mine`);
	await page.getByRole('heading', { name: 'No hay conexión' }).waitFor();
	assert.equal(await page.getByText('Cliente de Filtro').count(), 0);
	await page.context().close();
});
