/** *View as* (X2): an administrator sees the panel as an operator has it, changes nothing, and goes back to their own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { desk, ending } from '../lib/desk.mjs';

const end = ending([]);
let it;
before(async () => (it = await desk()));
after(() => it?.stop());

test('what an operator sees, and nothing that they do not; read only, in the log, and back again', async () => {
	const rosa = await it.member('Rosa', 'Quiroga', { roles: ['operator'] });
	const hers = await it.ticket('La tolva no sube', { assignee: rosa.id });
	await it.ticket('Otra cosa');
	const page = await it.at(`manage/members/${rosa.id}`);
	await page.getByRole('button', { name: 'Acciones' }).click();
	await page.getByRole('menuitem', { name: 'Ver como esta persona' }).click();

	await page.waitForURL(/\/tickets\/mine/);
	const told = page.getByText('Ves el panel como Rosa Quiroga');
	await told.waitFor();
	const rows = page.locator('.rows a');
	await rows.filter({ hasText: 'La tolva no sube' }).waitFor();
	assert.equal(await rows.count(), 1);
	const places = page.getByRole('navigation', { name: 'Secciones' });
	assert.equal(await places.getByRole('link', { name: 'Administrar' }).count(), 0, 'an operator manages nothing');

	// Hers can be read, and what would change it is not there to be pressed; a reload changes nothing of that.
	await rows.first().click();
	await page.getByRole('heading', { name: 'Cliente de La tolva no sube' }).first().waitFor();
	await page.reload();
	await told.waitFor();
	await page.getByText('Buenas tardes').first().waitFor();
	const box = page.getByRole('textbox', { name: /^Respuesta a/ });
	assert.equal((await box.count()) === 0 || (await box.isDisabled()), true, 'nobody answers in her name');
	const other = await it.at(`tickets/all/${hers.id}`);
	await other.getByRole('textbox', { name: /^Respuesta a/ }).waitFor();
	assert.equal(await other.getByText('Ves el panel como').count(), 0, 'another tab is one’s own');
	await other.context().close();

	await page.getByRole('button', { name: 'Volver a mi vista' }).click();
	await page.waitForURL(/manage\/members/);
	await page.getByRole('heading', { name: 'Rosa Quiroga' }).waitFor();
	assert.equal(await told.count(), 0);
	await page.goto(`${it.home}/o/${it.org}/manage/audit`);
	await page.getByText('Vio el panel como otra persona').waitFor();
	await end(page, 'one’s own view again');
});
