/** Two contacts that are one person, made one and two again, and whose portfolio a contact is in, in a real browser; open panels follow. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, until } from '../lib/desk.mjs';

let it, ana, first, second, hers, his;

before(async () => {
	it = await desk();
	const [team] = await it.teams();
	ana = await it.member('Ana', 'Soto', { teams: [team.id], roles: ['advisor'] });
	[first, second] = [await it.ticket('Filtro', { team: team.id }), await it.ticket('Bomba', { team: team.id })];
	for (const [one, document] of [
		[first, 'ABC-901.230'],
		[second, 'abc 901230']
	]) {
		const { version } = await it.luz('GET', `contacts/${one.contact.id}`);
		await it.luz('PATCH', `contacts/${one.contact.id}`, { version, document });
	}
	hers = await it.at(`tickets/all/${first.id}`);
	his = await it.at(`contacts/${second.contact.id}`, ana.as);
});
after(() => it?.stop());

const done = ending([]);
const whole = (one) => it.luz('GET', `contacts/${one.contact.id}`);

test('who may be the same person is said beside the ticket, and one comes into the other as a person chooses', async () => {
	await his.getByText('Puede ser la misma persona que Cliente de Filtro: el mismo documento.').waitFor();
	assert.equal(await button(his, 'Ver y combinar').count(), 0, 'an advisor may look, and not merge');
	await hers.getByText('Puede ser la misma persona que Cliente de Bomba: el mismo documento.').waitFor();
	await button(hers, 'Ver y combinar').click();
	const form = dialog(hers, 'Combinar contactos');
	await form.getByText('Así quedará').waitFor();
	assert.match(await form.getByRole('radiogroup', { name: 'Nombre' }).innerText(), /Cliente de Filtro[^]*Cliente de Bomba/);
	await form.getByRole('radio', { name: 'Cliente de Bomba' }).click();
	assert.match(await form.locator('section').innerText(), /Cliente de Bomba[^]*Tickets que pasan\s*1\s*Mensajes que pasan\s*1\s*Direcciones que pasan\s*1/);
	await accessible(hers, 'two contacts side by side');
	await button(form, 'Combinar').click();
	await hers.getByText('Se combinaron los contactos').first().waitFor();
	await hers.getByText('Puede ser la misma persona').waitFor({ state: 'detached' });
	assert.deepEqual([(await whole(second)).id, (await whole(second)).name], [first.contact.id, 'Cliente de Bomba']);
});

test('whoever had the other in front is led to the one that is left', async () => {
	await his.waitForURL((url) => url.pathname.endsWith(first.contact.id));
	await his.getByRole('heading', { name: 'Cliente de Bomba', level: 2 }).waitFor();
	assert.equal(await his.getByText('Contactos combinados').count(), 0, 'an advisor takes no merge back');
});

test('it is in the history, and they are separated again', async () => {
	await hers.goto(`${it.home}/o/${it.org}/contacts/${first.contact.id}`);
	await hers.getByText('Combinó otro contacto con este').waitFor();
	await hers.getByText('1 ticket y 1 dirección').waitFor();
	await accessible(hers, 'a contact that another came into');
	await button(hers, 'Separar').click();
	await button(dialog(hers, 'Separar los contactos').or(hers.getByRole('alertdialog')), 'Separar').click();
	await hers.getByText('Se separaron los contactos').first().waitFor();
	await hers.getByRole('heading', { name: 'Cliente de Filtro', level: 2 }).waitFor();
	await until(async () => (await whole(second)).id === second.contact.id);
	assert.equal((await it.luz('GET', `tickets/${second.id}`)).contact.id, second.contact.id);
});

test('one takes a contact into one’s portfolio, others are told whose it is, and an administrator takes it out', async () => {
	await button(his, 'Añadir a mi cartera').click();
	await his.getByText('En tu cartera', { exact: true }).waitFor();
	await hers.getByText('En la cartera de Ana Soto').waitFor();
	await his.getByRole('tab', { name: 'Mi cartera' }).click();
	await his.waitForURL(/mine=1/);
	const rows = his.getByRole('listitem').filter({ has: his.locator('a[href*="/contacts/"]') });
	await until(async () => (await rows.count()) === 1);
	await accessible(his, 'a portfolio');
	await button(hers, 'Quitar').click();
	await button(dialog(hers, 'Quitar de la cartera').or(hers.getByRole('alertdialog')), 'Quitar').click();
	await his.getByText('Tu cartera está vacía').waitFor();
	await done(his, 'a portfolio with nothing in it');
	await done(hers, 'a contact in no portfolio');
});
