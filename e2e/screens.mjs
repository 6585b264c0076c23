/**
 * Every screen at three widths in both themes, in Spanish and in German, whose words are the longest, as contact sheets in
 * `docs/screens/`: on the demo's data, signed in as somebody who may see it all, and as an external advisor.
 * `RELEVO_BIN=… CHROMIUM=… npm run screens`; `KEEP=1` keeps the single pictures, `LANGUAGES=de` makes those of one language,
 * `ONLY=channel` the single pictures of those screens and no sheet.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { follow, launch, open, sizes, still } from './lib/browser.mjs';
import { postbox } from './lib/postbox.mjs';
import { receiver } from './lib/receiver.mjs';
import { sheet, shot } from './lib/screenshots.mjs';
import { start } from './lib/server.mjs';
import { left, through, webhooks } from './lib/told.mjs';

const target = path.resolve(import.meta.dirname, '../docs/screens');
const scratch = await mkdtemp(path.join(os.tmpdir(), 'relevo-screens-'));
const [data, shots] = [path.join(scratch, 'data'), path.join(scratch, 'shots')];
const asked = ['demo', '--data', data, '--tickets', '250', '--json'];
const { stdout } = await promisify(execFile)(process.env.RELEVO_BIN, asked, { maxBuffer: 1 << 26 });
const demo = JSON.parse(stdout);
const other = await receiver();
const post = await postbox();
const server = await start({ data, args: ['--allow-private-targets', '--smtp-url', post.url, '--smtp-from', 'Relevo <relevo@lerma.example>'] });
const empty = await start({});
const browser = await launch();
const failed = [];
const keep = process.env.KEEP || process.env.ONLY;
const only = new RegExp(process.env.ONLY ?? '');
const languages = (process.env.LANGUAGES ?? 'es,de').split(',');
const words = (language) => readFile(path.resolve(import.meta.dirname, `../panel/src/lib/text/${language}.json`), 'utf8').then(JSON.parse);
const es = await words('es');

const person = (role, external) =>
	demo.people.find((p) => p.memberships.some((m) => m.roles.includes(role) && m.external === external) && !p.suspended);
const admin = person('admin', false);
const advisor = person('external_advisor', true);
const home = (p) => p.memberships.find((m) => !m.external).organisation;
const colleague = demo.people
	.filter((p) => !p.suspended)
	.flatMap((p) => p.memberships)
	.find((m) => m.organisation === home(admin) && !m.external && m.roles.includes('advisor'));

/** Signed in, and spoken to in one language from then on. */
async function signIn({ email, password }, locale) {
	const page = await open(browser, `${server.url}/sign-in`);
	await page.getByLabel(es['field.email']).fill(email);
	await page.getByLabel(es['field.password'], { exact: true }).fill(password);
	await page.getByRole('button', { name: es['act.sign-in'], exact: true }).click();
	await page.waitForURL(/\/tickets\//);
	const headers = { 'content-type': 'application/json', 'x-relevo': '1', origin: server.url };
	await page.request.patch(`${server.url}/api/v1/me`, { headers, data: { locale } });
	const state = await page.context().storageState();
	await page.context().close();
	return state;
}

/** Waits until nothing more comes: skeletons are gone and the network rests. */
async function rest(page) {
	await still(page);
	await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined);
	await page.waitForTimeout(250);
}

const click = (selector) => async (page) => {
	await page.locator(selector).first().click();
};

/** Name, address, who looks (nobody when left out), what is done there first. */
function screens(t, luz, ines, { ticket, link, whatsapp, telegram, hours, twin }) {
	const at = `/o/${home(admin)}`;
	const all = `${at}/tickets/all`;
	const named = (role, key) => (page) => page.getByRole(role, { name: new RegExp(`^${t[key]}`) }).first().click();
	const sections = ['', 'members', 'externals', 'roles', 'teams', 'channels', 'canned', 'labels', 'origins', 'resolutions', 'fields', 'hours', 'organisation', 'tokens', 'webhooks', 'dead-letters', 'audit'];
	return [
		['00-set-up', setUp],
		['01-sign-in', '/sign-in'],
		['02-inbox', all, luz],
		['03-conversation', all, luz, click('.rows a')],
		['04-external', `/o/${home(advisor)}/tickets/external-mine`, ines, click('.rows a')],
		['05-nothing', `${at}/tickets/mine`, luz],
		['06-contacts', `${at}/contacts`, luz],
		['07-monitor', `${at}/monitor`, luz],
		['07-contact', `${at}/contacts`, luz, click('main a[href*="/contacts/"]')],
		['07-contact-merge', `${at}/contacts/${twin}`, luz, async (page) => {
			await named('button', 'alike.merge')(page);
			await page.getByRole('dialog').getByRole('heading').nth(1).waitFor();
		}],
		['07-company', `${at}/contacts/companies`, luz, click('main a[href*="/companies/"]')],
		['08-widget', new URL(chat.url).pathname, undefined, click('relevo-widget button')],
		['09-link', link],
		...sections.map((section, n) => [`${10 + n}-manage-${section || 'home'}`, `${at}/manage/${section}`.replace(/\/$/, ''), luz]),
		['30-person', `${at}/manage/members`, luz, click('main table a')],
		['30-role', `${at}/manage/roles`, luz, click('main table a')],
		['30-role-table', `${at}/manage/roles/table`, luz],
		['30-bulk-transfer', `${at}/manage/members/${colleague.member}`, luz, async (page) => {
			await named('button', 'member.acts')(page);
			await page.getByRole('menuitem', { name: t['bulk.act'] }).click();
		}],
		['31-hours', `${at}/manage/hours/${hours}`, luz],
		['31-team', `${at}/manage/teams`, luz, click('main table a')],
		['32-channel', `${at}/manage/channels`, luz, click('main a[href*="manage/channels/"]')],
		['32-whatsapp', `${at}/manage/channels/${whatsapp}`, luz],
		['32-telegram', `${at}/manage/channels/${telegram}`, luz],
		['33-webhook', `${at}/manage/webhooks`, luz, click('main table a')],
		['34-delivery', `${at}/manage/webhooks`, luz, async (page) => {
			await click('main table a')(page);
			await click('main table button')(page);
		}],
		...['profile', 'notifications', 'security', 'sessions', 'organisations'].map((page, n) => [`4${n}-me-${page}`, `/me/${page}`, luz]),
		['50-note', all, luz, async (page) => {
			await click('.rows a')(page);
			await named('tab', 'composer.note')(page);
		}],
		['51-search', all, luz, async (page) => {
			await page.getByRole('searchbox', { name: t['search.label'] }).first().fill('tractor');
			await page.locator('mark').first().waitFor();
		}],
		['51-search-page', `${at}/search?q=tractor`, luz],
		['52-new-ticket', all, luz, named('button', 'list.new')],
		['53-commands', all, luz, (page) => page.keyboard.press('Control+K')],
		['53-presence', all, luz, click('button.me')],
		['54-keys', all, luz, (page) => page.locator('body').press('?')],
		['55-notifications', `/o/${home(advisor)}/tickets/mine`, ines, named('button', 'notices.title')],
		['56-sent-link', `${all}/${ticket}`, luz],
		['57-emoji', `${all}/${ticket}`, luz, named('button', 'emoji.title')],
		['58-offline', `${all}/${ticket}`, luz, async (page) => {
			await page.context().setOffline(true);
			await page.getByRole('status').filter({ hasText: t['connection.lost'].split('.')[0] }).waitFor();
		}],
		// The last: from here on it is another's panel.
		['59-view-as', `${at}/manage/members/${colleague.member}`, luz, async (page) => {
			await named('button', 'member.acts')(page);
			await page.getByRole('menuitem', { name: t['view-as.act'] }).click();
			await page.waitForURL(/tickets\/mine/);
			await page.locator('.rows a').first().click().catch(() => undefined);
		}]
	];
}

async function pictures(language, list) {
	for (const size of Object.keys(sizes)) {
		for (const theme of ['light', 'dark']) {
			const [windows, touched] = [new Map(), new Set()];
			for (const [name, url, storageState, prepare] of list.filter(([name]) => only.test(name))) {
				const page = windows.get(storageState) ?? (await open(browser, undefined, { size, theme, language, storageState }));
				windows.set(storageState, page);
				page.setDefaultTimeout(8000);
				try {
					await page.context().setOffline(false);
					const href = new URL(url, server.url).href;
					// What was opened there would stay open over the next.
					const plain = storageState && !touched.has(page) && page.url() !== 'about:blank' && page.url() !== href;
					await (plain ? follow(page, href) : page.goto(href));
					if (prepare) touched.add(page);
					else touched.delete(page);
					await rest(page);
					if (prepare) {
						await prepare(page);
						await rest(page);
					}
					await shot(page, `${language}-${name}-${size}-${theme}`, shots);
				} catch (error) {
					failed.push(`${language}, ${name}, ${size}, ${theme}: ${error.message}`);
				}
			}
			for (const page of windows.values()) await page.context().close();
			if (!process.env.ONLY) await sheet(browser, path.join(target, `${language}-${size}-${theme}.jpg`), {
				from: shots,
				match: new RegExp(`^${language}-.*-${size}-${theme}\\.png$`),
				thumb: size === 'phone' ? 220 : 380
			});
		}
	}
}

const chat = demo.channels.find((channel) => channel.kind === 'webchat' && channel.organisation === home(admin));
let setUp;

try {
	setUp = await empty.setupLink();
	const call = through(server.url, admin);
	await webhooks(call, other);
	const guest = await left(server.url, call, chat, other, post);
	const number = { phone_number_id: '106540352242922', account_id: '102290129340398', number: '+52 722 555 0142' };
	const [{ id: team }] = (await call('GET', 'teams')).items;
	const { id: whatsapp } = await call('POST', 'channels', { name: 'WhatsApp de ventas', kind: 'whatsapp', team, settings: number });
	const { id: telegram } = await call('POST', 'channels', { name: 'Telegram de ventas', kind: 'telegram', team });
	const day = [{ from: '08:00', until: '13:30' }, { from: '15:00', until: '18:30' }];
	const hours = await call('POST', 'hours', {
		name: 'Mostrador y taller',
		week: [day, day, day, day, day, [{ from: '08:00', until: '13:00' }], []],
		pauses: [{ name: 'Inventario', days: [5], from: '12:00', until: '12:30' }],
		special_days: [{ name: 'Navidad', from: '2026-12-25T00:00', until: '2026-12-26T00:00', yearly: true }],
		message: [{ locale: 'es', text: 'Abrimos {{next_opening}}.' }],
		answers: true,
		derives: false
	});
	// Two that may be the same person.
	const [, , , twin, double] = (await call('GET', 'contacts')).items;
	for (const { id } of [twin, double]) {
		const { version } = await call('GET', `contacts/${id}`);
		await call('PATCH', `contacts/${id}`, { version, document: 'ABC901230' });
	}
	Object.assign(guest, { whatsapp, telegram, hours: hours.id, twin: twin.id });
	for (const language of languages) {
		const [luz, ines] = [await signIn(admin, language), await signIn(advisor, language)];
		await pictures(language, screens(await words(language), luz, ines, guest));
	}
} finally {
	await browser.close();
	await server.stop();
	await empty.stop();
	await other.stop();
	await post.stop();
	if (!keep) await rm(scratch, { recursive: true, force: true });
}
if (keep) process.stdout.write(`${shots}\n`);
if (failed.length) {
	process.stderr.write(`${failed.join('\n\n')}\n`);
	process.exitCode = 1;
}
