/** The administrator who moves everything of an absent person and takes it back, in a real browser; both sides are told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, until } from '../lib/desk.mjs';

let it, rosa, ana, beto, tickets, page;

before(async () => {
	it = await desk();
	const team = (await it.teams())[0].id;
	[rosa, ana, beto] = [
		await it.member('Rosa', 'Mena', { teams: [team] }),
		await it.member('Ana', 'Soto', { teams: [team] }),
		await it.member('Beto', 'Ruiz', { teams: [team] })
	];
	const claims = await it.luz('POST', 'origins', { name: 'Reclamos' });
	const payments = await it.luz('POST', 'origins', { name: 'Pagos' });
	for (const one of [ana, beto]) await it.luz('PUT', `members/${one.id}/origins`, { origins: [payments.id] });
	tickets = [];
	for (const subject of ['Filtro', 'Bomba', 'Correa', 'Tolva', 'Banda', 'Eje'])
		tickets.push(await it.ticket(subject, { assignee: rosa.id }));
	const stays = await it.ticket('Queja', { assignee: rosa.id });
	await it.luz('PATCH', `tickets/${stays.id}`, { origin: claims.id });
});
after(() => it?.stop());

const done = ending([]);
const had = async (who) => {
	const all = await Promise.all(tickets.map((one) => it.luz('GET', `tickets/${one.id}`)));
	return all.filter((one) => one.assignee?.id === who.id).length;
};

test('what would go where is said before, with the reason of what stays', async () => {
	page = await it.at(`manage/members/${rosa.id}`);
	await button(page, 'Acciones').click();
	await page.getByRole('menuitem', { name: 'Transferir sus tickets' }).click();
	const form = dialog(page, 'Transferir los tickets de Rosa Mena');
	await form.getByText('Elige a quién pasan.').waitFor();
	await form.getByLabel('Personas').click();
	await page.getByRole('option', { name: /Ana Soto/ }).click();
	await page.getByRole('option', { name: /Beto Ruiz/ }).click();
	await page.keyboard.press('Escape');
	await form.getByText('Se transferirán 6 tickets: 3 a Ana Soto y 3 a Beto Ruiz. Podrás deshacerlo durante 24 horas.').waitFor();
	await form.getByText('1 ticket no puede pasar y se queda').click();
	await form.getByText('Ana Soto y Beto Ruiz: no atiende su origen').waitFor();
	await accessible(page, 'a bulk transfer that is asked for');
	await button(form, 'Transferir 6 tickets').click();
	await page.getByText('Se transfirieron 6 tickets. Se quedaron: 1.').first().waitFor();
	assert.deepEqual([await had(ana), await had(beto), await had(rosa)], [3, 3, 0]);
});

test('both sides are told once', async () => {
	for (const [one, words] of [
		[ana, 'Luz Arriaga te pasó 3 tickets'],
		[rosa, 'Luz Arriaga pasó a otros 6 tickets tuyos']
	]) {
		const theirs = await it.at('tickets/mine', one.as);
		await theirs.getByRole('button', { name: /^Avisos|^Notificaciones/ }).first().click();
		await theirs.getByText(words).waitFor();
		await done(theirs, `${one.name} who is told`);
	}
});

test('it is taken back, but for what has gone on', async () => {
	const mine = (await it.luz('GET', 'tickets?view=all&limit=50')).items.find((one) => one.assignee?.id === ana.id);
	await it.luz('PUT', `tickets/${mine.id}/assignee`, { member: beto.id });
	await button(page, 'Deshacer la transferencia').click();
	const sure = dialog(page, '¿Deshacer la transferencia?').or(page.getByRole('alertdialog', { name: '¿Deshacer la transferencia?' }));
	await button(sure, 'Deshacer la transferencia').click();
	await page.getByText('Se deshizo. Volvieron: 5. Ya estaban en otras manos: 1.').waitFor();
	await until(async () => (await had(rosa)) === 5);
	await accessible(page, 'a bulk transfer that was undone');
	await page.goto(`${it.home}/o/${it.org}/tickets/all/${tickets.find((one) => one.id !== mine.id).id}`);
	await page.getByText('Luz Arriaga deshizo la transferencia múltiple: el ticket vuelve a Rosa Mena').waitFor();
	await done(page, 'a ticket that came back');
});
