/** Two advisors on one ticket at the same time: each sees the other, one of them has it, and nothing that either wrote is lost. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { quiet } from '../lib/browser.mjs';
import { button, desk, dialog, until } from '../lib/desk.mjs';

/** The second to take is refused, the second to save a contact too, and what is out of reach is not found. */
const asked = [/status of 4(04|09)/];

let it, team, other, ana, beto, ticket, hers, his;

before(async () => {
	it = await desk();
	[team] = await it.teams();
	other = await it.luz('POST', 'teams', { name: 'Refacciones' });
	ana = await it.member('Ana', 'Soto', { teams: [team.id, other.id], roles: ['advisor', 'supervisor'] });
	beto = await it.member('Beto', 'Ruiz', { teams: [team.id], roles: ['advisor'] });
	ticket = await it.ticket('Tolva', { team: team.id });
	hers = await it.at(`tickets/all/${ticket.id}`, ana.as);
	his = await it.at(`tickets/team/${ticket.id}`, beto.as);
});
after(() => it?.stop());

const box = (page) => page.getByRole('textbox', { name: /^Respuesta a/ });
const now = () => it.luz('GET', `tickets/${ticket.id}`);
const said = async () => JSON.stringify(await it.luz('GET', `tickets/${ticket.id}/timeline`));

/** Keeps requests to a path until there are as many as two hands make, so that neither knows of the other. */
async function together(pages, path, method, act) {
	let all;
	const both = new Promise((go) => (all = go));
	let waiting = 0;
	for (const page of pages)
		await page.route(path, async (route) => {
			if (route.request().method() === method && (waiting += 1) === pages.length) all();
			if (route.request().method() === method) await both;
			await route.continue();
		});
	await Promise.all(pages.map(act));
	for (const page of pages) await page.unroute(path);
}

test('each sees that the other is there, and that they write', async () => {
	await hers.getByText('Beto Ruiz está viendo este ticket').waitFor();
	await his.getByText('Ana Soto está viendo este ticket').waitFor();
	await box(his).pressSequentially('Buenas tardes');
	await hers.getByText('Beto Ruiz está escribiendo').waitFor();
	await hers.getByText('Beto Ruiz está viendo este ticket').waitFor();
	await box(his).fill('');
});

test('both take it: one has it, and the other is told and sees who', async () => {
	const answers = [];
	for (const page of [hers, his]) page.on('response', (r) => /\/take$/.test(r.url()) && answers.push(r.status()));
	await together([hers, his], /\/take$/, 'POST', (page) => button(page, 'Tomar').first().click());
	await until(() => answers.length === 2);
	assert.deepEqual(answers.sort(), [200, 409]);
	const { assignee } = await now();
	const [loser, winner] = assignee.id === ana.id ? [his, ana] : [hers, beto];
	await loser.getByText('Otra persona tomó este ticket antes.').first().waitFor();
	for (const page of [hers, his]) {
		await page.getByRole('button', { name: new RegExp(`Asignar:.*${winner.name}`) }).waitFor();
		await button(page, 'Tomar').waitFor({ state: 'detached' });
	}
});

test('both change the contact: the second is shown what the first saved, and chooses', async () => {
	const edit = async (page, fields) => {
		await button(page, 'Editar').first().click();
		for (const [name, value] of Object.entries(fields)) await page.getByRole('form', { name: 'Editar contacto' }).getByLabel(name).fill(value);
		await page.getByRole('form', { name: 'Editar contacto' }).getByRole('button', { name: 'Guardar cambios' }).click();
	};
	const sure = (page) => button(dialog(page, '¿Guardar los cambios?'), 'Guardar cambios').click();
	const luz = await it.at(`tickets/all/${ticket.id}`);
	await edit(hers, { Nombre: 'Ramón Ibarra', Empresa: 'El Álamo' });
	await edit(luz, { Nombre: 'Ramón Ybarra', Correo: 'ramon@alamo.mx' });
	await sure(hers);
	await hers.getByText('Contacto actualizado').waitFor();
	await sure(luz);
	const clash = dialog(luz, 'Alguien más cambió este contacto');
	await clash.getByText('Lo que guardaron: El Álamo').waitFor();
	await clash.getByRole('radio', { name: 'Lo que guardaron: Ramón Ibarra' }).waitFor();
	await clash.getByRole('radio', { name: 'Lo tuyo: Ramón Ybarra' }).click();
	await button(clash, 'Guardar lo elegido').click();
	await luz.getByText('Contacto actualizado').waitFor();
	const { name, company, email } = await it.luz('GET', `tickets/${ticket.id}/contact`);
	assert.deepEqual({ name, company, email }, { name: 'Ramón Ybarra', company: 'El Álamo', email: 'ramon@alamo.mx' });
	await hers.getByText('ramon@alamo.mx').waitFor();
	quiet(luz, asked);
	await luz.context().close();
});

test('a document of an unusual form is doubted, and saved all the same', async () => {
	const luz = await it.at(`tickets/all/${ticket.id}`);
	await button(luz, 'Editar').first().click();
	const form = luz.getByRole('form', { name: 'Editar contacto' });
	const doubt = form.getByText('No tiene la forma de RFC o CURP (México)');
	await form.getByLabel('Documento').fill('GODE561331GR8');
	await doubt.waitFor();
	await form.getByLabel('Documento').fill('GODE561231GR8');
	await doubt.waitFor({ state: 'detached' });
	await form.getByLabel('Documento').fill('INE 4471');
	await doubt.waitFor();
	await form.getByRole('button', { name: 'Guardar cambios' }).click();
	await button(dialog(luz, '¿Guardar los cambios?'), 'Guardar cambios').click();
	await luz.getByText('Contacto actualizado').waitFor();
	assert.equal((await it.luz('GET', `tickets/${ticket.id}/contact`)).document, 'INE 4471');
	quiet(luz, asked);
	await luz.context().close();
});

test('transferred while the other writes: what was under way arrives, what was not sent is kept', async () => {
	// One is about to send; the other hands the ticket to a team that both may see.
	await box(hers).fill('Se la mando por la tarde.');
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: other.id, note: 'La pieza es suya' });
	await hers.getByRole('button', { name: /Transferir a un equipo:.*Refacciones/ }).waitFor();
	assert.equal(await box(hers).inputValue(), 'Se la mando por la tarde.');
	await box(hers).press('Control+Enter');
	await hers.getByText('Se la mando por la tarde.').first().waitFor();
	await until(async () => (await said()).includes('Se la mando por la tarde.'));
	// Whoever is not in that team no longer sees it, nor what they had begun, until it comes back.
	await his.getByText('No encontramos este ticket').waitFor();
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: team.id });
	await his.reload();
	await box(his).waitFor();
	await box(his).fill('Le llamo en una hora');
	await his.getByText('Borrador guardado').waitFor();
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: other.id });
	await his.getByText('No encontramos este ticket').waitFor();
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: team.id });
	await his.reload();
	await box(his).waitFor();
	await until(async () => (await box(his).inputValue()) === 'Le llamo en una hora');
	// And what is on its way while it is handed over is on the server once, or back in hand.
	let gone;
	const handed = new Promise((go) => (gone = go));
	await his.route(/\/messages$/, async (route) => {
		await handed;
		await route.continue();
	});
	await box(his).press('Control+Enter');
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: other.id, member: ana.id });
	gone();
	await his.getByText('No encontramos este ticket').waitFor();
	await his.unroute(/\/messages$/);
	await it.luz('POST', `tickets/${ticket.id}/transfer`, { team: team.id });
	await his.reload();
	await box(his).waitFor();
	await until(async () => (await said()).includes('Le llamo en una hora') || (await his.getByText('Le llamo en una hora').count()) > 0);
	quiet(hers, asked);
	quiet(his, asked);
});
