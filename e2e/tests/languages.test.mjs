/**
 * The seven languages as people meet them: the door speaks each of them, and in German, whose words are the longest, every
 * main screen fits a phone. On the demo's data; with `RELEVO_PANEL` the panel that is being worked on is driven instead of
 * the binary's own, and must stand before the port in `RELEVO_PORT`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { follow, launch, open, still } from '../lib/browser.mjs';
import { overflowing } from '../lib/overflow.mjs';
import { start } from '../lib/server.mjs';

const catalogues = path.resolve(import.meta.dirname, '../../panel/src/lib/text');
const catalogue = async (language) => JSON.parse(await readFile(path.join(catalogues, `${language}.json`), 'utf8'));

let scratch, server, browser, home, demo;

before(async () => {
	const { RELEVO_PANEL: panel, RELEVO_PORT: port, RELEVO_BIN: binary } = process.env;
	scratch = await mkdtemp(path.join(os.tmpdir(), 'relevo-languages-'));
	const data = path.join(scratch, 'data');
	const words = ['demo', '--data', data, '--tickets', '250', '--json'];
	const { stdout } = await promisify(execFile)(binary, words, { maxBuffer: 1 << 26 });
	demo = JSON.parse(stdout);
	server = await start({ data, port: port && Number(port), args: panel ? ['--public-url', panel] : [] });
	home = panel ?? server.url;
	browser = await launch();
});

after(async () => {
	await browser?.close();
	await server?.stop();
	if (scratch) await rm(scratch, { recursive: true, force: true });
});

const person = (role, external) =>
	demo.people.find((p) => p.memberships.some((m) => m.roles.includes(role) && m.external === external) && !p.suspended);
const homeOf = (someone) => someone.memberships.find((m) => !m.external).organisation;

/** Signed in on a phone, by the words of the language, and spoken to in it from then on. */
async function signedIn({ email, password }, language, t) {
	const page = await open(browser, `${home}/sign-in`, { size: 'phone', language });
	page.setDefaultTimeout(20_000);
	await page.getByLabel(t['field.email']).fill(email);
	await page.getByLabel(t['field.password'], { exact: true }).fill(password);
	await page.getByRole('button', { name: t['act.sign-in'], exact: true }).click();
	await page.waitForURL(/\/tickets\//);
	const status = await page.evaluate(async (locale) => {
		const headers = { 'content-type': 'application/json', 'x-relevo': '1' };
		return (await fetch('/api/v1/me', { method: 'PATCH', headers, body: JSON.stringify({ locale }) })).status;
	}, language);
	assert.equal(status, 200);
	// From here on it speaks what the account says.
	await page.reload();
	return page;
}

/** A webhook that was asked to tell something; nobody is there to hear it. */
async function told(page, org) {
	const status = await page.evaluate(async (all) => {
		const post = (path, body) =>
			fetch(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-relevo': '1', 'idempotency-key': path },
				body: JSON.stringify(body)
			});
		const kinds = ['ticket.created', 'resolution.archived', 'origin.changed'];
		const { id } = await (await post(all, { name: 'ERP', url: 'https://erp.invalid/relevo', kinds })).json();
		return (await post(`${all}/${id}/test`, {})).status;
	}, `/api/v1/organisations/${org}/webhooks`);
	assert.equal(status, 201);
}

/** Shown, filled and still. */
async function rest(page, heading) {
	await still(page);
	if (heading) await page.getByText(heading, { exact: true }).filter({ visible: true }).first().waitFor();
	await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' }).catch(() => undefined);
}

const languages = { es: 'Español', en: 'English', fr: 'Français', de: 'Deutsch', it: 'Italiano', pl: 'Polski', 'pt-BR': 'Português (Brasil)' };

test('the door speaks each language, by the browser and by choice, and remembers', async () => {
	for (const language of Object.keys(languages)) {
		const t = await catalogue(language);
		const page = await open(browser, `${home}/sign-in`, { size: 'phone', language });
		await page.getByRole('heading', { name: t['sign-in.title'], exact: true }).waitFor();
		await page.getByRole('button', { name: t['act.sign-in'], exact: true }).waitFor();
		assert.equal(await page.evaluate(() => document.documentElement.lang), language);
		assert.deepEqual(await overflowing(page, Object.values(t)), [], language);
		await page.context().close();
	}
	// Whose browser wants none of them, and a Portuguese.
	for (const [wish, spoken] of [['ja', 'es'], ['pt-PT', 'pt-BR']]) {
		const page = await open(browser, `${home}/sign-in`, { language: wish });
		const { 'sign-in.title': title } = await catalogue(spoken);
		await page.getByRole('heading', { name: title, exact: true }).waitFor();
		await page.context().close();
	}
	const page = await open(browser, `${home}/sign-in`);
	for (const [language, name] of Object.entries(languages)) {
		const t = await catalogue(language);
		await page.getByRole('button', { name, exact: true }).click();
		await page.getByRole('heading', { name: t['sign-in.title'], exact: true }).waitFor();
		await page.reload();
		await page.getByRole('heading', { name: t['sign-in.title'], exact: true }).waitFor();
	}
	await page.getByRole('button', { name: 'Polski', exact: true }).click();
	const t = await catalogue('pl');
	await page.getByLabel(t['field.email']).fill('nobody@example.com');
	await page.getByLabel(t['field.password'], { exact: true }).fill('not the password');
	await page.getByRole('button', { name: t['act.sign-in'], exact: true }).click();
	// What the server says, too.
	await page.getByText('E-mail, hasło lub kod się nie zgadzają.').waitFor();
	await page.context().close();
});

test('what does not fit is found', async () => {
	const page = await open(browser, undefined, { size: 'phone' });
	const wide = 'Benachrichtigungseinstellungen';
	const style = 'width:80px;font:16px sans-serif';
	const cases = [
		[`<p style="${style}">${wide}</p>`, 1],
		[`<button style="${style}">${wide}</button>`, 1],
		[`<h1 style="${style};overflow:hidden;text-overflow:ellipsis">${wide}</h1>`, 1],
		['<p style="width:80px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">What somebody wrote there</p>', 0],
		[`<div style="width:900px">${wide}</div>`, 1],
		[`<div style="height:10px;line-height:30px">${wide}</div>`, 1],
		[`<p>${wide}</p>`, 0],
		// The space at the end of a line hangs over its side, as CSS Text 3 § 4.1.3 has it, and is not seen.
		[`<p style="width:min-content;font:16px monospace;white-space:pre-wrap">a b</p>`, 0]
	];
	for (const [html, found] of cases) {
		await page.setContent(html);
		assert.equal((await overflowing(page, [wide])).length > 0, found > 0, html);
	}
	await page.context().close();
});

test('every main screen fits a phone in German', async () => {
	const t = await catalogue('de');
	const said = Object.values(t);
	const [admin, advisor] = [person('admin', false), person('external_advisor', true)];
	const at = `/o/${homeOf(admin)}`;
	const theirs = await signedIn(admin, 'de', t);
	const external = await signedIn(advisor, 'de', t);
	const first = (selector) => async (page) => {
		const before = page.url();
		await page.locator(selector).first().click();
		await page.waitForURL((url) => url.href !== before);
	};
	await told(theirs, homeOf(admin));
	const delivery = async (page) => {
		await first('main a[href*="manage/webhooks/"]')(page);
		await first('main table button')(page);
	};
	const dialog = (label) => async (page) => {
		await page.getByRole('button', { name: t[label], exact: true }).first().click();
		await page.getByRole('dialog').waitFor();
	};
	const manage = Object.entries({
		'': 'manage.title',
		members: 'manage.section.members',
		externals: 'external.title',
		roles: 'manage.section.roles',
		teams: 'teams.text',
		channels: 'channels.title',
		canned: 'canned.title',
		labels: 'labels.title',
		origins: 'origins.title',
		resolutions: 'resolutions.title',
		fields: 'fields.title',
		organisation: 'organisation.title',
		tokens: 'tokens.title',
		webhooks: 'webhooks.title',
		'dead-letters': 'dead-letters.title',
		audit: 'audit.title'
	});
	const screens = [
		[theirs, `${at}/tickets/all`, 'list.view.all'],
		[theirs, `${at}/tickets/unassigned`, 'list.view.unassigned'],
		[theirs, `${at}/tickets/all`, undefined, first('.rows a')],
		[external, `/o/${homeOf(advisor)}/tickets/external-mine`, 'list.view.external-mine'],
		[external, `/o/${homeOf(advisor)}/tickets/external-mine`, undefined, first('.rows a')],
		[theirs, `${at}/tickets/mentions`, 'list.view.mentions'],
		[external, `/o/${homeOf(advisor)}/tickets/external-mine`, undefined, (page) => page.getByRole('button', { name: new RegExp(`^${t['notices.title']}`) }).click()],
		[theirs, `${at}/contacts`, 'contacts.title'],
		[theirs, `${at}/monitor`, 'monitor.title'],
		[theirs, `${at}/contacts`, undefined, first('main a[href*="/contacts/"]')],
		[theirs, `${at}/search?q=a`, 'search.title'],
		[theirs, `${at}/search`, 'search.teach'],
		...manage.map(([section, heading]) => [theirs, `${at}/manage/${section}`.replace(/\/$/, ''), heading]),
		[theirs, `${at}/manage/members`, undefined, first('main table a')],
		[theirs, `${at}/manage/roles`, undefined, first('main table a')],
		[theirs, `${at}/manage/roles/table`, 'roles.table'],
		[theirs, `${at}/manage/teams`, undefined, first('main table a')],
		[theirs, `${at}/manage/channels`, undefined, first('main a[href*="manage/channels/"]')],
		[theirs, `${at}/manage/webhooks`, undefined, dialog('webhooks.add')],
		[theirs, `${at}/manage/webhooks`, undefined, first('main a[href*="manage/webhooks/"]')],
		[theirs, `${at}/manage/webhooks`, undefined, delivery],
		...['profile', 'organisations', 'security', 'sessions'].map((page) => [theirs, `/me/${page}`])
	];
	const wrong = [];
	// What was opened on a page would stay open over the next one.
	const touched = new Set();
	for (const [page, url, heading, act] of screens) {
		await (touched.delete(page) ? page.goto(home + url) : follow(page, home + url));
		await rest(page, heading && t[heading]);
		if (act) {
			await act(page);
			await rest(page);
			touched.add(page);
		}
		for (const line of await overflowing(page, said)) wrong.push(`${url}${act ? ' …' : ''}: ${line}`);
	}
	assert.deepEqual(wrong, []);
	for (const page of [theirs, external]) await page.context().close();
});
