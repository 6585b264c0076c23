/**
 * An external advisor, in a real browser: invited by phone and e-mail, found by no other look-up, at work in two organisations at once,
 * removed while the ticket is open before them. On the demo's three organisations, since a desk that is set up has one.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { accessibleInBoth as accessible } from '../lib/axe.mjs';
import { launch, open, quiet } from '../lib/browser.mjs';
import { button, dialog, heading, until } from '../lib/desk.mjs';
import { start } from '../lib/server.mjs';

/** The door before one is signed in, what one may no longer see, what one never could, and a form that lacks something. */
const asked = [/status of 4(01|03|04|09|22)/, /Not found/];

let scratch, server, browser, home, demo, host, theirs, luz, boss, ana, team, ticket, place, mine, hers, phone;

before(async () => {
	const { RELEVO_PANEL: panel, RELEVO_PORT: port, RELEVO_BIN: binary } = process.env;
	scratch = await mkdtemp(path.join(os.tmpdir(), 'relevo-external-'));
	const data = path.join(scratch, 'data');
	const { stdout } = await promisify(execFile)(binary, ['demo', '--data', data, '--tickets', '60', '--json'], { maxBuffer: 1 << 26 });
	demo = JSON.parse(stdout);
	server = await start({
		data,
		port: port && Number(port),
		args: panel ? ['--public-url', panel] : []
	});
	home = panel ?? server.url;
	browser = await launch();
	[host, theirs] = demo.organisations;
	const at = (one, org) => one.memberships.find((m) => m.organisation === org.id);
	const admin = (org) => demo.people.find((one) => at(one, org)?.roles.includes('admin') && one.home === org.id && !one.suspended);
	[luz, boss] = [admin(host), admin(theirs)];
	ana = demo.people.find(
		(one) => one.home === theirs.id && at(one, theirs).roles.includes('advisor') && one.memberships.length === 1 && one.phone && !one.suspended
	);
	[team] = host.teams.filter((one) => !one.hidden);
});

after(async () => {
	await browser?.close();
	await server?.stop();
	if (scratch) await rm(scratch, { recursive: true, force: true });
});

const name = (one) => `${one.first_name} ${one.last_name}`;

/** The API in somebody's name, in one of their organisations. */
async function as(one, org, method, rest, body) {
	const { token } = one.memberships.find((m) => m.organisation === org.id);
	const response = await fetch(`${server.url}/api/v1/organisations/${org.id}/${rest}`, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': 'application/json',
			'idempotency-key': randomUUID()
		},
		body: body && JSON.stringify(body)
	});
	const text = await response.text();
	assert.ok(response.ok, `${method} ${rest}: ${response.status} ${text}`);
	return text ? JSON.parse(text) : undefined;
}

/** A panel in which somebody has signed in. */
async function panel(one, address, options) {
	const page = await open(browser, `${home}/sign-in`, options);
	page.setDefaultTimeout(20_000);
	await page.getByLabel('Correo').fill(one.email);
	await page.getByLabel('Contraseña', { exact: true }).fill(one.password);
	await button(page, 'Iniciar sesión').click();
	await page.waitForURL(/\/tickets\//);
	await page.goto(`${home}${address}`);
	return page;
}

const view = (page, label) => page.getByRole('navigation', { name: 'Vistas' }).getByRole('link', { name: new RegExp(`^${label}`) });

test('phone and e-mail together find the advisor, and nothing else does', async () => {
	hers = await panel(ana, `/o/${theirs.id}/tickets/mine`);
	await view(hers, 'Mis tickets').first().waitFor();
	assert.equal(await view(hers, 'Mis tickets externos').count(), 0);

	mine = await panel(luz, `/o/${host.id}/manage/externals`);
	await heading(mine, 'Asesores externos').waitFor();
	await accessible(mine, 'external advisors');
	// Neither the list of people nor that of colleagues knows of her.
	for (const asks of [`members?q=${encodeURIComponent(ana.email)}`, 'colleagues'])
		assert.ok(!JSON.stringify(await as(luz, host, 'GET', asks)).includes(ana.last_name), asks);

	await button(mine, 'Invitar asesor externo').first().click();
	const form = dialog(mine, 'Invitar asesor externo');
	const look = async (number, email) => {
		await form.getByLabel('Teléfono').fill(number);
		await form.getByLabel('Correo').fill(email);
		await button(form, 'Buscar asesor').click();
	};
	const nobody = 'Ningún asesor externo tiene ese teléfono y ese correo. Confirma el número con el asesor o invita a la persona como usuario nuevo.';
	for (const [number, email] of [
		['+523312049999', ana.email],
		[ana.phone, 'nadie@ejemplo.mx'],
		[ana.phone, luz.email]
	]) {
		await look(number, email);
		await form.getByText(nobody).waitFor();
		await button(form, 'Invitar como usuario nuevo').waitFor();
	}
	await accessible(mine, 'nobody has both');
	await look(ana.phone, ana.email.toUpperCase());
	await form.getByText(`${name(ana)} es un asesor externo de ${theirs.name}. ¿Continuar?`).waitFor();
	await button(form, 'Sí, continuar').click();
	assert.equal(await form.getByLabel('Nombre').inputValue(), name(ana));
	assert.equal(await form.getByLabel('Nombre').getAttribute('readonly'), '');
	await button(form, 'Invitar asesor').click();
	await form.getByText('Falta este dato.').waitFor();
	await form.getByLabel('Equipos en los que atenderá').click();
	await mine.getByRole('option', { name: team.name }).click();
	await mine.keyboard.press('Escape');
	await accessible(mine, 'for what');
	await button(form, 'Invitar asesor').click();
	await mine.getByText(`${name(ana)}, de ${theirs.name}, ya puede atender aquí`).waitFor();
	await mine.getByRole('link', { name: name(ana), exact: true }).waitFor();
});

test('the open panel has the new organisation and its views at once, and says why', async () => {
	await view(hers, 'Mis tickets externos').waitFor();
	await view(hers, 'Tickets del equipo externo').waitFor();
	const kinds = () => hers.evaluate(async () => (await (await fetch('/api/v1/me/notifications')).json()).items.map((one) => one.kind));
	await until(async () => (await kinds()).includes('welcomed'));
	await hers.getByRole('button', { name: /^Notificaciones/ }).first().click();
	await hers.getByText(`${host.name} te sumó como asesor externo en: ${team.name}`).click();
	await hers.waitForURL(/external-mine$/);
	await view(hers, 'Mis tickets externos').first().waitFor();
});

test("at work in both organisations at once: the host's words there, one's own at home", async () => {
	const channel = demo.channels.find((one) => one.organisation === host.id);
	ticket = await as(luz, host, 'POST', 'tickets', {
		channel: channel.id,
		new_contact: { name: 'Ejido La Barca', phone: '+523312041111' },
		subject: 'Cosechadora detenida',
		team: team.id,
		assignee: null
	});
	const row = hers.getByRole('link', { name: /Ejido La Barca/ }).first();
	await row.waitFor();
	await hers.locator('.rows').getByText(host.name).first().waitFor();
	await row.click();
	await button(hers, 'Tomar').first().click();
	await hers.getByRole('textbox', { name: /^Respuesta a/ }).waitFor();
	place = hers.url();
	await accessible(hers, 'an external ticket');
	const labels = (await as(luz, host, 'GET', 'labels')).items.map((one) => one.name);
	await hers.locator('body').press('l');
	await hers.getByRole('option', { name: labels[0] }).first().waitFor();
	await hers.keyboard.press('Escape');

	// Her home beside it, in the same panel.
	await hers.goto(`${home}/o/${theirs.id}/tickets/mine`);
	await view(hers, 'Mis tickets').first().waitFor();
	// As many as the list holds: hers, and what waits in her team there.
	const { items } = await (await hers.request.get(`${home}/api/v1/me/tickets?view=external_mine&limit=100`)).json();
	assert.ok(items.some((one) => one.id === ticket.id));
	await until(async () => Number((await view(hers, 'Mis tickets externos').innerText()).match(/\d+/)?.[0]) === items.length);

	// No Manage there, whatever one types.
	for (const section of ['manage', 'manage/externals', 'manage/members']) {
		await hers.goto(`${home}/o/${host.id}/${section}`);
		await heading(hers, 'No administras esto', 2).waitFor();
	}
});

test('the same on a phone', async () => {
	phone = await panel(ana, `/o/${theirs.id}/tickets/external-mine`, {
		size: 'phone'
	});
	await phone
		.getByRole('link', { name: /Ejido La Barca/ })
		.first()
		.waitFor();
	await phone.locator('.rows').getByText(host.name).first().waitFor();
	await accessible(phone, 'external tickets on a phone');
	await phone.goto(`${home}/me/organisations`);
	await phone.getByRole('button', { name: new RegExp(`^Dejar de colaborar.*${host.name}`) }).waitFor();
	await accessible(phone, 'where I work');
	quiet(phone, asked);
	await phone.context().close();
});

test('her home sees where she serves, and until when as the host says by now', async () => {
	await mine.getByRole('button', { name: new RegExp(`^Cambiar fecha ?: ${name(ana)}$`) }).click();
	const end = dialog(mine, `Hasta cuándo atiende ${name(ana)}`);
	await end.getByLabel('Último día').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
	await accessible(mine, 'until when');
	await button(end, 'Guardar cambios').click();
	await mine.getByText(`${name(ana)} atiende hasta el`).first().waitFor();

	const page = await panel(boss, `/o/${theirs.id}/manage/externals?view=lent`);
	const line = page.getByRole('row', {
		name: new RegExp(`${name(ana)}.*${host.name}.*${team.name}`)
	});
	await line.waitFor();
	await line.getByText(/^Hasta el/).filter({ visible: true }).first().waitFor();
	await line.getByRole('button', { name: /^Retirar/ }).waitFor();
	await accessible(page, 'lent');
	quiet(page, asked);
	await page.context().close();
});

test('a ticket in front counts by itself, is corrected with a reason, and both sides see the same hours', async () => {
	await hers.goto(place);
	await hers.getByRole('textbox', { name: /^Respuesta a/ }).waitFor();
	const path = `tickets/${ticket.id}/time`;
	// Time itself is what is tried here. What was counted is told when she leaves the ticket.
	await hers.waitForTimeout(2_500);
	await hers.getByRole('link', { name: 'Mis tickets externos' }).first().click();
	await until(async () => (await as(luz, host, 'GET', path)).seconds > 0);

	await hers.goto(place);
	await button(hers, 'Tiempo').click();
	await hers.getByText('Tiempo total').waitFor();
	await accessible(hers, 'time of a ticket');
	await hers.getByRole('button', { name: new RegExp(`^Corregir ?: ${name(ana)}$`) }).click();
	const form = dialog(hers, `Corregir el tiempo: ${name(ana)}`);
	await form.getByLabel('Minutos').fill('1');
	await button(form, 'Corregir').click();
	await form.getByText('Este dato es obligatorio.').waitFor();
	await form.getByLabel('Motivo').fill('Lo revisé por teléfono');
	await accessible(hers, 'a correction');
	await button(form, 'Corregir').click();
	await hers.getByText('«Lo revisé por teléfono»').waitFor();
	// She left what she had in front, and it counts no more while this is looked at.
	await hers.getByRole('link', { name: 'Mis tickets externos' }).first().click();
	const corrected = await as(luz, host, 'GET', path);
	assert.equal(corrected.corrections[0].after, 60);

	const page = await panel(boss, `/o/${theirs.id}/manage/externals?view=hours`);
	const row = (where, other) => where.getByRole('row', { name: new RegExp(`${name(ana)}.*${other.name}.*1 min`) });
	await row(page, host).waitFor();
	assert.ok(!(await page.locator('main').innerText()).includes('Ejido La Barca'));
	await accessible(page, 'hours of ours elsewhere');
	const saved = page.waitForEvent('download');
	const theirHours = page.getByRole('region', { name: 'Horas de los nuestros en otras organizaciones' });
	await button(theirHours, 'Descargar CSV').click();
	assert.match((await saved).suggestedFilename(), /^horas-.*\.csv$/);
	quiet(page, asked);
	await page.context().close();
	await mine.goto(`${home}/o/${host.id}/manage/externals?view=hours`);
	await row(mine, theirs).waitFor();
	await mine.goto(`${home}/o/${host.id}/manage/externals`);
});

test('removed while the ticket is open before her: it is gone from the panel, and goes to whom the host says', async () => {
	await hers.goto(place);
	await hers.getByRole('textbox', { name: /^Respuesta a/ }).waitFor();

	await mine.getByRole('link', { name: name(ana), exact: true }).click();
	await button(mine, 'Acciones').click();
	await mine.getByRole('menuitem', { name: 'Eliminar usuario' }).click();
	const sure = dialog(mine, `¿Eliminar a ${name(ana)}?`);
	await sure.getByText(/1 ticket/).waitFor();
	await sure.getByLabel('Reasignar a un colega').click();
	await sure.getByLabel('Elegir quién los recibe').click();
	await mine.getByRole('option', { name: name(luz) }).click();
	await button(sure, 'Eliminar usuario').click();
	await mine.getByText(/1 ticket reasignado/).waitFor();

	await hers.getByRole('textbox', { name: /^Respuesta a/ }).waitFor({ state: 'detached' });
	await view(hers, 'Mis tickets externos').waitFor({ state: 'detached' });
	assert.ok(!(await hers.locator('main').innerText()).includes('Ejido La Barca'));
	const now = await as(luz, host, 'GET', `tickets/${ticket.id}`);
	assert.equal(now.assignee.name, name(luz));
	// Both logs have their own half.
	const said = async (one, org) => (await as(one, org, 'GET', 'audit?action=external.')).items.map((entry) => entry.action);
	await until(async () => (await said(boss, theirs)).includes('external.returned'));
	assert.ok((await said(luz, host)).includes('external.began'));
	for (const page of [mine, hers]) {
		quiet(page, asked);
		await page.context().close();
	}
});
