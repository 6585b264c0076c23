/** Who may see, create, edit and delete people is switched on one by one (C11), and who transfers moves one ticket and not all (C2, C12). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading } from '../lib/desk.mjs';

let it, team, cora, omar;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
	[cora, omar] = [await it.member('Cora', 'Núñez', { roles: ['coordinator'], teams: [team] }), await it.member('Omar', 'Gil', { roles: ['operator'], teams: [team] })];
});
after(() => it?.stop());

const done = ending([/status of 4(03|04)/]);
const rail = (page) => page.getByRole('link', { name: 'Administrar' });

test('the coordinator hands one ticket to an operator, who sees that one and nothing else; many at a time only the administrator moves', async () => {
	const [his, other] = [await it.ticket('Tolva'), await it.ticket('Banda')];
	const seen = await it.at('tickets/mine', omar.as);
	await seen.getByText('No tienes tickets abiertos').waitFor();

	const page = await it.at(`tickets/all/${his.id}`, cora.as);
	await page.getByRole('button', { name: /^Asignar/ }).click();
	await page.getByRole('option', { name: /Omar Gil/ }).click();
	await seen.getByRole('link', { name: /Cliente de Tolva/ }).waitFor();
	await seen.goto(`${it.home}/o/${it.org}/tickets/mine/${other.id}`);
	await seen.getByText('No encontramos este ticket').waitFor();
	assert.equal(await seen.getByRole('link', { name: /Cliente de Banda/ }).count(), 0);
	assert.equal(await seen.getByRole('button', { name: /^Asignar/ }).count(), 0);

	// To whom one may hand one over is a list; all of somebody's at once is not among what she may do, nor anywhere in her panel.
	await assert.rejects(cora.as('POST', 'bulk-transfers/preview', { from: omar.id }), / 403 /);
	await done(seen, 'an operator');
	await done(page, 'a coordinator');
});

test('see, create, edit and delete are switched on one by one, and felt in the open panel', async () => {
	const hers = await it.at('manage/members', cora.as);
	await heading(hers, 'No administras esto', 2).waitFor();
	const page = await it.at(`manage/members/${cora.id}`);
	const on = async (name) => {
		await page.getByRole('switch', { name }).click();
		await button(dialog(page, 'Qué cambia si guardas'), 'Guardar cambios').click();
		await page.getByRole('switch', { name, checked: true }).waitFor();
	};
	const still = hers.getByText(/^Puedes ver a este usuario, pero no cambiarlo/);
	const acts = async (name) => {
		const all = button(hers, 'Acciones');
		if ((await all.count()) === 0) return false;
		await all.click();
		const there = await hers.getByRole('menuitem', { name, exact: true }).count();
		await hers.keyboard.press('Escape');
		return there > 0;
	};
	const open = async (name) => {
		await hers.getByRole('link', { name: 'Usuarios' }).first().click();
		await hers.getByRole('link', { name }).click();
		await heading(hers, name).waitFor();
	};

	await on('Ver usuarios');
	await hers.getByRole('row', { name: /Omar Gil/ }).waitFor();
	assert.equal(await button(hers, 'Invitar usuario').count(), 0);
	await open('Omar Gil');
	await still.waitFor();
	assert.equal(await hers.getByLabel('Nombre').isDisabled(), true);
	await accessible(hers, 'somebody whom one only sees');

	await on('Editar usuarios');
	await still.waitFor({ state: 'detached' });
	await hers.getByLabel('Teléfono').fill('+52 33 1204 5566');
	await button(hers, 'Guardar cambios').click();
	await hers.getByText('Se guardaron los cambios de Omar Gil').waitFor();
	assert.equal(await acts('Eliminar usuario'), false);
	// Nobody above oneself, and of oneself not what one may.
	await open('Luz Arriaga');
	await still.waitFor();
	await open('Cora Núñez');
	await hers.getByText(/^Esta es tu cuenta/).waitFor();
	assert.equal(await hers.getByLabel('Roles', { exact: true }).isDisabled(), true);

	await on('Eliminar usuarios');
	await open('Omar Gil');
	await button(hers, 'Acciones').waitFor();
	assert.equal(await acts('Eliminar usuario'), true);

	await on('Crear usuarios');
	await hers.getByRole('link', { name: 'Usuarios' }).first().click();
	await button(hers, 'Invitar usuario').click();
	const form = dialog(hers, 'Invitar usuario');
	await form.getByLabel('Roles').click();
	await hers.getByRole('option', { name: 'Operador' }).waitFor();
	assert.deepEqual(await hers.getByRole('option').allInnerTexts(), ['Operador']);
	await assert.rejects(cora.as('POST', 'members', { first_name: 'Eva', last_name: 'Luna', email: 'eva@lerma.mx', roles: ['admin'] }), / 403 /);
	await done(page, 'a coordinator and what she may');
	await done(hers, 'whom a coordinator may make');
});
