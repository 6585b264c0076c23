/** Notifications, in a real browser: what comes while one works, where it leads, and how it is read. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, dialog, ending, until } from '../lib/desk.mjs';

let it, lia;

before(async () => {
	it = await desk();
	lia = await it.member('Lía', 'Paz', { teams: [(await it.teams())[0].id] });
});
after(() => it?.stop());

const done = ending();
const bell = (page, name = /^Notificaciones/) => page.getByRole('button', { name });
const list = (page) => dialog(page, 'Notificaciones');

/** A long conversation, so that what was said first is far above. */
async function longTicket(subject) {
	const { id } = await it.ticket(subject);
	const { id: note } = await it.luz('POST', `tickets/${id}/notes`, { body: '@Lía Paz ¿puedes ver la bomba?', mentions: [lia.id] });
	for (let n = 1; n <= 70; n += 1) await it.luz('POST', `tickets/${id}/notes`, { body: `Medición ${n}\n${'Presión estable. '.repeat(12)}` });
	return { id, note };
}

test('a mention comes live, leads to what was said, and is read in every window', async () => {
	const [here, there] = [await it.at('tickets/team', lia.as), await it.at('tickets/team', lia.as, { size: 'phone' })];
	await bell(here, 'Notificaciones').click();
	await list(here).getByText('Sin notificaciones').waitFor();
	await here.keyboard.press('Escape');
	assert.equal(await here.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Notificaciones', 'the focus is back');

	const { id, note } = await longTicket('Cosechadora');
	await bell(here, 'Notificaciones: 1 sin leer').waitFor();
	await here.getByRole('status').filter({ hasText: 'Notificaciones: 1 sin leer' }).waitFor({ state: 'attached' });
	await bell(there, 'Notificaciones: 1 sin leer').waitFor();

	await bell(here).click();
	await list(here).getByRole('link', { name: /Luz Arriaga te mencionó en el ticket #1/ }).click();
	await here.waitForURL((url) => url.pathname.endsWith(id) && url.hash === `#${note.id ?? note}`);
	await here.getByText('¿puedes ver la bomba?').first().waitFor();
	await until(() => here.getByText('¿puedes ver la bomba?').first().evaluate((e) => {
		const box = e.getBoundingClientRect();
		return box.top >= 0 && box.bottom <= innerHeight;
	}));
	await bell(here, 'Notificaciones').waitFor();
	await bell(there, 'Notificaciones').waitFor();
	await done(here, 'the conversation, at what was said');

	await bell(there).click();
	await list(there).getByText('Luz Arriaga te mencionó').waitFor();
	await done(there, 'notifications on a phone');
});

test('what is assigned is counted until its ticket is read, or all is', async () => {
	const page = await it.at('tickets/team', lia.as);
	const [one, two] = [await it.ticket('Filtro'), await it.ticket('Banda')];
	for (const { id } of [one, two]) await it.luz('PUT', `tickets/${id}/assignee`, { member: lia.id });
	await bell(page, 'Notificaciones: 2 sin leer').waitFor();

	// Its ticket is opened from the list, not from the bell.
	await page.getByText('Cliente de Filtro').first().click();
	await bell(page, 'Notificaciones: 1 sin leer').waitFor();

	await bell(page).click();
	await list(page).getByText(/Luz Arriaga te asignó el ticket/).first().waitFor();
	await button(list(page), 'Marcar todo como leído').click();
	await button(list(page), 'Marcar todo como leído').waitFor({ state: 'detached' });
	assert.equal((await lia.as('GET', '/api/v1/me/notifications')).unread, 0);
	await page.keyboard.press('Escape');
	await bell(page, 'Notificaciones').waitFor();
	await done(page, 'an inbox with nothing new');
});

test('told as one chose: the machine shows it while one looks elsewhere, the tab counts it', async () => {
	const page = await it.at('tickets/team', lia.as);
	await page.context().grantPermissions(['notifications'], { origin: it.home });
	await page.goto(`${it.home}/me/notifications`);
	const ways = page.getByRole('table', { name: 'Cómo te avisamos' });
	const desktop = ways.getByRole('checkbox', { name: 'Te asignan un ticket: Escritorio' });
	await desktop.click();
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardaron tus notificaciones').waitFor();
	await page.reload();
	assert.equal(await desktop.getAttribute('aria-checked'), 'false', 'kept');

	// What the machine would show, and that nobody looks at the panel.
	await page.evaluate(() => {
		window.shown = [];
		document.hasFocus = () => false;
		window.Notification = class {
			static permission = 'granted';
			constructor(title, { body }) {
				window.shown.push([title, body]);
			}
			close() {}
		};
	});
	const { id } = await it.ticket('Molino');
	await it.luz('PUT', `tickets/${id}/assignee`, { member: lia.id });
	await until(async () => /^\(\d+\) /.test(await page.title()));
	await it.luz('POST', `tickets/${id}/notes`, { body: '@Lía Paz ¿puedes verlo?', mentions: [lia.id] });
	await until(async () => (await page.evaluate(() => window.shown.length)) > 0);
	const shown = await page.evaluate(() => window.shown);
	assert.equal(shown.length, 1, 'the assignment was not wanted there');
	assert.match(shown[0][0], /^Luz Arriaga te mencionó en el ticket #\d+$/);
	await done(page, 'how one is told');
});
