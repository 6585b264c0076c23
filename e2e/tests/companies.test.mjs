/** For whom a contact works: said beside the ticket, seen on the company's page, changed, taken back, taken away; open panels follow. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, desk, dialog, ending } from '../lib/desk.mjs';

let it, ana, first, second, hers, his;

before(async () => {
	it = await desk();
	const [team] = await it.teams();
	ana = await it.member('Ana', 'Soto', { teams: [team.id], roles: ['advisor'] });
	[first, second] = [await it.ticket('Filtro', { team: team.id }), await it.ticket('Bomba', { team: team.id })];
	hers = await it.at(`tickets/all/${first.id}`);
	his = await it.at(`tickets/team/${first.id}`, ana.as);
});
after(() => it?.stop());

/** A domain of everybody's is refused, and what was taken away while it is in front is not found. */
const done = ending([/status of 4(04|22)/]);
const part = (page, name) => page.getByRole('region', { name, exact: true });

async function employ(page, name, more = {}) {
	await button(page, 'Editar').first().click();
	const form = page.getByRole('form', { name: 'Editar contacto' });
	for (const [label, value] of Object.entries({ Empresa: name, ...more })) await form.getByLabel(label).fill(value);
	await form.getByRole('button', { name: 'Guardar cambios' }).click();
	await button(dialog(page, '¿Guardar los cambios?'), 'Guardar cambios').click();
	await page.getByText('Contacto actualizado').first().waitFor();
}

test('who works for a company is said beside the ticket, and the company has a page', async () => {
	await employ(hers, 'El Mezquite', { Puesto: 'Compras' });
	// A colleague who has the ticket in front sees it come.
	await his.getByRole('link', { name: 'El Mezquite' }).waitFor();
	await hers.getByRole('link', { name: 'El Mezquite' }).click();
	await hers.getByRole('heading', { name: 'El Mezquite', level: 2 }).waitFor();
	await part(hers, 'Quién trabaja ahí').getByRole('link', { name: 'Cliente de Filtro' }).waitFor();
	await part(hers, 'Quién trabaja ahí').getByText('Compras').waitFor();
	await part(hers, 'Tickets').getByRole('link', { name: /Filtro/ }).waitFor();
	await hers.getByText('Contactos: 1 · Tickets: 1').waitFor();
});

test('it is changed for everybody, and a change is taken back', async () => {
	await button(hers, 'Editar').click();
	const form = dialog(hers, /Editar empresa|Guardar cambios de la empresa/);
	await form.getByLabel('Nombre').fill('Mezquite SA');
	await form.getByLabel('Dominios de correo').fill('mezquite.mx, gmail.com');
	await button(form, 'Revisar cambios').click();
	await button(form, 'Guardar cambios').click();
	await form.getByText('En «gmail.com» cualquiera tiene su correo').waitFor();
	await form.getByLabel('Dominios de correo').fill('mezquite.mx');
	await button(form, 'Revisar cambios').click();
	await button(form, 'Guardar cambios').click();
	await hers.getByRole('heading', { name: 'Mezquite SA', level: 2 }).waitFor();
	await his.getByRole('link', { name: 'Mezquite SA' }).waitFor();
	await button(part(hers, 'Historial de cambios'), 'Deshacer este cambio').click();
	await button(dialog(hers, 'Deshacer el cambio').or(hers.getByRole('alertdialog')), 'Deshacer este cambio').click();
	await hers.getByRole('heading', { name: 'El Mezquite', level: 2 }).waitFor();
});

test('whose e-mail is of its domain is suggested to it', async () => {
	const [company] = (await it.luz('GET', 'companies')).items;
	await it.luz('PATCH', `companies/${company.id}`, { version: company.version, domains: 'mezquite.mx' });
	const { version } = await it.luz('GET', `contacts/${second.contact.id}`);
	await it.luz('PATCH', `contacts/${second.contact.id}`, { version, email: 'luis@mezquite.mx' });
	await hers.goto(`${it.home}/o/${it.org}/contacts/${second.contact.id}`);
	await hers.getByText('Su correo es de El Mezquite').waitFor();
	await button(hers, 'Ponerla como su empresa').click();
	await hers.getByRole('link', { name: 'El Mezquite', exact: true }).waitFor();
});

test('the list has it, a colleague reads it and changes nothing, and taken away its contacts stay', async () => {
	await his.goto(`${it.home}/o/${it.org}/contacts`);
	await his.getByRole('tab', { name: 'Empresas' }).click();
	await his.getByRole('link', { name: /^El Mezquite/ }).click();
	await his.getByText('Contactos: 2 · Tickets: 2').waitFor();
	assert.equal(await button(his, 'Eliminar empresa').count(), 0);
	await hers.getByRole('link', { name: 'El Mezquite', exact: true }).click();
	await done(his, 'a company, to who reads it');
	await hers.getByRole('link', { name: 'Ver en la lista' }).click();
	await hers.getByText('Trabajan en El Mezquite').waitFor();
	await button(hers, 'Quitar filtros').click();
	await hers.getByText('Trabajan en').waitFor({ state: 'detached' });
	await hers.goBack();
	await hers.getByRole('heading', { name: 'El Mezquite', level: 2 }).waitFor();
	await button(hers, 'Eliminar empresa').click();
	const sure = dialog(hers, 'Eliminar «El Mezquite»').or(hers.getByRole('alertdialog'));
	await sure.getByText(/Sus contactos \(2 a tu alcance\)/).waitFor();
	await button(sure, 'Eliminar empresa').click();
	await hers.getByText('Aún no hay empresas').waitFor();
	const left = await it.luz('GET', `contacts/${second.contact.id}`);
	assert.deepEqual([left.name, left.company], ['Cliente de Bomba', null]);
	await done(hers, 'no companies');
});
