/** Teams, in a real browser: made, filled, named anew, put away with what hangs from them, each step felt by who is in them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { button, desk, dialog, ending, heading } from '../lib/desk.mjs';

/** A ticket that one may no longer see, a form that is refused: the browser writes them down too. */
const asked = [/status of 4(03|04|09|22)/];

let it, team;

before(async () => {
	it = await desk();
	team = (await it.teams())[0].id;
});
after(() => it?.stop());

const done = ending(asked);

test('a team is made, joined, named anew and left, and the one it is about sees its queue come and go', async () => {
	const lia = await it.member('Lía', 'Paz', { teams: [team] });
	const page = await it.at('manage/teams');
	await page.getByRole('link', { name: 'Atención' }).waitFor();
	await button(page, 'Crear equipo').first().click();
	const form = dialog(page, 'Crear equipo');
	await button(form, 'Crear equipo').click();
	await form.getByText('Este dato es obligatorio.').waitFor();
	await accessible(page, 'a team refused');
	await form.getByLabel('Nombre').fill('Refacciones');
	await form.getByLabel('Para qué es').fill('Piezas y garantías');
	await button(form, 'Crear equipo').click();
	await heading(page, 'Refacciones').waitFor();
	await page.getByText('Nadie está en este equipo todavía.').waitFor();
	const made = page.url().split('/').at(-1);
	const ticket = await it.ticket('Filtro', { team: made });

	const hers = await it.at('tickets/team', lia.as);
	await heading(hers, 'Tickets del equipo', 2).or(hers.getByText('Tickets del equipo').first()).waitFor();
	assert.equal(await hers.getByText('Cliente de Filtro').count(), 0);
	await button(page, 'Añadir usuario').click();
	await page.getByRole('option', { name: 'Lía Paz' }).click();
	await page.getByText('Lía Paz ya está en Refacciones').waitFor();
	await hers.getByText('Cliente de Filtro').first().waitFor();
	await accessible(page, 'a team');

	// Where the tickets go that she opens herself.
	await button(page, 'Acciones para Lía Paz').click();
	await page.getByRole('menuitem', { name: 'Hacerlo su equipo predeterminado' }).click();
	await page.getByText('Predeterminado', { exact: true }).waitFor();
	const { memberships } = await lia.as('GET', '/api/v1/me');
	assert.equal(memberships[0].member.default_team, made);
	await page.getByRole('link', { name: 'Lía Paz' }).click();
	await page.getByText('Equipo predeterminado').waitFor();
	await page.getByLabel('Equipo predeterminado').click();
	await page.getByRole('option', { name: 'Atención' }).click();
	await button(page, 'Guardar cambios').click();
	await page.getByText('Se guardaron los cambios de Lía Paz').waitFor();
	assert.equal((await lia.as('GET', '/api/v1/me')).memberships[0].member.default_team, team);

	await page.goto(`${it.home}/o/${it.org}/manage/teams/${made}`);
	await page.getByLabel('Nombre').fill('Refacciones y garantías');
	await button(page, 'Guardar cambios').click();
	await heading(page, 'Refacciones y garantías').waitFor();

	await button(page, 'Acciones para Lía Paz').click();
	await page.getByRole('menuitem', { name: 'Quitar del equipo' }).click();
	await page.getByText('Lía Paz ya no está en Refacciones y garantías').waitFor();
	await hers.getByText('Cliente de Filtro').first().waitFor({ state: 'detached' });
	await it.luz('GET', `tickets/${ticket.id}`);
	await assert.rejects(() => lia.as('GET', `tickets/${ticket.id}`), /404/);
	await done(hers, 'tickets of a team that one left');
	await done(page, 'a team without people');
});

test('a team is put away: what it has is said before, goes to another, and nobody finds it any more', async () => {
	const mia = await it.member('Mía', 'Rosas', { teams: [team] });
	const made = await it.luz('POST', 'teams', { name: 'Campo' });
	const ticket = await it.ticket('Cosecha', { team: made.id });
	const page = await it.at(`manage/teams/${made.id}`);
	await button(page, 'Archivar').click();
	const sure = dialog(page, '¿Archivar el equipo Campo?');
	await sure.getByText('Hoy hay 1 ticket sin cerrar').waitFor();
	await accessible(page, 'about to archive');
	await button(sure, 'Archivar').click();
	await sure.getByText('El equipo tiene tickets abiertos, canales o subequipos. Elige a qué equipo pasan.').waitFor();
	await sure.getByLabel('Sus tickets pasan a').click();
	await page.getByRole('option', { name: 'Atención' }).click();
	const theirs = await it.at('tickets/unassigned', mia.as);
	await theirs.getByText(/Sin asignar/).first().waitFor();
	assert.equal(await theirs.getByText('Cliente de Cosecha').count(), 0);
	await button(sure, 'Archivar').click();
	await page.getByText('Se archivó Campo. 1 ticket pasó al otro equipo.').waitFor();
	await heading(page, 'Equipos').waitFor();
	await page.getByRole('row', { name: /Campo/ }).waitFor({ state: 'detached' });
	await theirs.getByText('Cliente de Cosecha').first().waitFor();
	assert.equal((await it.luz('GET', `tickets/${ticket.id}`)).team.id, team);
	await accessible(page, 'teams');
	await page.goto(`${it.home}/o/${it.org}/manage/teams/${made.id}`);
	await page.getByText('Este equipo no existe o no está a tu alcance.').waitFor();
	await done(theirs, 'a queue that another came to');
	await done(page, 'a team that is gone');
});
