/**
 * Every screen at three widths in both themes, as contact sheets in `docs/screens/`: on the demo's data, signed in as somebody who
 * may see it all, and as an external advisor. `RELEVO_BIN=… CHROMIUM=… npm run screens`; `KEEP=1` keeps the single pictures.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { launch, open, sizes } from './lib/browser.mjs';
import { receiver } from './lib/receiver.mjs';
import { sheet, shot } from './lib/screenshots.mjs';
import { start } from './lib/server.mjs';

const target = path.resolve(import.meta.dirname, '../docs/screens');
const scratch = await mkdtemp(path.join(os.tmpdir(), 'relevo-screens-'));
const [data, shots] = [path.join(scratch, 'data'), path.join(scratch, 'shots')];
const asked = ['demo', '--data', data, '--tickets', '250', '--json'];
const { stdout } = await promisify(execFile)(process.env.RELEVO_BIN, asked, { maxBuffer: 1 << 26 });
const demo = JSON.parse(stdout);
const other = await receiver();
const server = await start({ data, args: ['--allow-private-targets'] });
const empty = await start({});
const browser = await launch();
const failed = [];

const person = (role, external) =>
	demo.people.find((p) => p.memberships.some((m) => m.roles.includes(role) && m.external === external) && !p.suspended);
const admin = person('admin', false);
const advisor = person('external_advisor', true);
const home = (p) => p.memberships.find((m) => !m.external).organisation;

async function signIn({ email, password }) {
	const page = await open(browser, `${server.url}/sign-in`);
	await page.getByLabel('Correo').fill(email);
	await page.getByLabel('Contraseña', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Iniciar sesión', exact: true }).click();
	await page.waitForURL(/\/tickets\//);
	const state = await page.context().storageState();
	await page.context().close();
	return state;
}

/** Waits until nothing more comes: skeletons are gone and the network rests. */
async function rest(page) {
	await page.waitForLoadState('networkidle').catch(() => undefined);
	await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined);
	await page.waitForTimeout(250);
}

const click = (selector) => async (page) => {
	await page.locator(selector).first().click();
};

/** Webhooks as they are met: one that works, one that fails, one at rest. */
async function told({ memberships }) {
	const { organisation, token } = memberships.find((m) => !m.external);
	const call = async (method, path, body) => {
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
		const response = await fetch(`${server.url}/api/v1/organisations/${organisation}/webhooks${path}`, { method, headers, body: JSON.stringify(body) });
		return response.json();
	};
	const made = async (name, kinds) => (await call('POST', '', { name, url: `${other.url}/relevo`, kinds })).id;
	const works = await made('ERP de refacciones', []);
	for (let n = 0; n < 3; n += 1) await call('POST', `/${works}/test`, {});
	await call('PATCH', `/${await made('Tablero de planta', ['note.created'])}`, { state: 'paused' });
	while (other.got.length < 3) await new Promise((next) => setTimeout(next, 50));
	other.status = 503;
	await call('POST', `/${await made('Almacén de datos', ['ticket.created', 'ticket.changed', 'message.created'])}/test`, {});
}

/** Name, address, who looks (nobody when left out), what is done there first. */
const screens = [];

async function pictures() {
	for (const size of Object.keys(sizes)) {
		for (const theme of ['light', 'dark']) {
			const windows = new Map();
			for (const [name, url, storageState, prepare] of screens) {
				const page = windows.get(storageState) ?? (await open(browser, undefined, { size, theme, storageState }));
				windows.set(storageState, page);
				page.setDefaultTimeout(8000);
				try {
					await page.goto(new URL(url, server.url).href);
					await rest(page);
					if (prepare) {
						await prepare(page);
						await rest(page);
					}
					await shot(page, `${name}-${size}-${theme}`, shots);
				} catch (error) {
					failed.push(`${name}, ${size}, ${theme}: ${error.message}`);
				}
			}
			for (const page of windows.values()) await page.context().close();
			await sheet(browser, path.join(target, `${size}-${theme}.jpg`), {
				from: shots,
				match: new RegExp(`-${size}-${theme}\\.png$`),
				thumb: size === 'phone' ? 220 : 380
			});
		}
	}
}

try {
	const [luz, ines] = [await signIn(admin), await signIn(advisor)];
	const at = `/o/${home(admin)}`;
	await told(admin);
	const chat = demo.channels.find((channel) => channel.kind === 'webchat' && channel.organisation === home(admin));
	screens.push(
		['00-set-up', await empty.setupLink()],
		['01-sign-in', '/sign-in'],
		['02-inbox', `${at}/tickets/all`, luz],
		['03-conversation', `${at}/tickets/all`, luz, click('.rows a')],
		['04-external', `/o/${home(advisor)}/tickets/external-mine`, ines, click('.rows a')],
		['05-nothing', `${at}/tickets/mine`, luz],
		['06-contacts', `${at}/contacts`, luz],
		['07-contact', `${at}/contacts`, luz, click('main a[href*="/contacts/"]')],
		['08-widget', new URL(chat.url).pathname, undefined, click('relevo-widget button')],
		['50-note', `${at}/tickets/all`, luz, async (page) => {
			await click('.rows a')(page);
			await page.getByRole('button', { name: /^Nota/ }).or(page.getByRole('tab', { name: /^Nota/ })).or(page.getByRole('radio', { name: /^Nota/ })).first().click();
		}],
		['51-search', `${at}/tickets/all`, luz, async (page) => {
			await page.getByPlaceholder(/Buscar personas/).first().fill('tractor');
			await page.locator('mark').first().waitFor();
		}],
		['52-new-ticket', `${at}/tickets/all`, luz, (page) => page.getByRole('button', { name: 'Nuevo ticket' }).click()],
		['53-commands', `${at}/tickets/all`, luz, (page) => page.keyboard.press('Control+K')],
		['54-keys', `${at}/tickets/all`, luz, (page) => page.locator('body').press('?')],
		['55-notifications', `/o/${home(advisor)}/tickets/mine`, ines, (page) => page.getByRole('button', { name: /^Notificaciones/ }).click()]
	);
	const sections = ['', 'members', 'externals', 'teams', 'channels', 'canned', 'labels', 'origins', 'resolutions', 'fields', 'organisation', 'tokens', 'webhooks', 'dead-letters', 'audit'];
	for (const [n, section] of sections.entries())
		screens.push([`${10 + n}-manage-${section || 'home'}`, `${at}/manage/${section}`.replace(/\/$/, ''), luz]);
	screens.push(
		['30-person', `${at}/manage/members`, luz, click('main table a')],
		['31-team', `${at}/manage/teams`, luz, click('main table a')],
		['32-channel', `${at}/manage/channels`, luz, click('main a[href*="manage/channels/"]')],
		['33-webhook', `${at}/manage/webhooks`, luz, click('main table a')],
		['34-delivery', `${at}/manage/webhooks`, luz, async (page) => {
			await click('main table a')(page);
			await click('main table button')(page);
		}],
		...['profile', 'security', 'sessions', 'organisations'].map((page, n) => [`4${n}-me-${page}`, `/me/${page}`, luz])
	);
	await pictures();
} finally {
	await browser.close();
	await server.stop();
	await empty.stop();
	await other.stop();
	if (!process.env.KEEP) await rm(scratch, { recursive: true, force: true });
}
if (process.env.KEEP) process.stdout.write(`${shots}\n`);
if (failed.length) {
	process.stderr.write(`${failed.join('\n\n')}\n`);
	process.exitCode = 1;
}
