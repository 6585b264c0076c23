/** axe finds nothing: on every page of the panel, at its doors and on the page with the chat, by day, by night and in high contrast. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accessibleInAll } from '../lib/axe.mjs';
import { follow, open, quiet, still } from '../lib/browser.mjs';
import { furnished } from '../lib/furnished.mjs';
import { routes } from '../lib/routes.mjs';
import { start } from '../lib/server.mjs';

let it, empty;

before(async () => {
	empty = await start();
	it = await furnished();
});
after(async () => {
	await it?.stop();
	await empty?.stop();
});

/** What only a build for developers has; `looks.test.mjs` looks at it. */
const unbuilt = ['/dev/kit', '/dev/shell'];

/** Where each page of the panel is found, as who: more than once where it has more than one face. An address without `/` is the organisation's. */
const places = () => ({
	'/': { stranger: [] },
	'/set-up': { stranger: ['/set-up?token=nothing'] },
	'/sign-in': { stranger: ['/sign-in', '/sign-in?ended=1'] },
	'/invitation': { stranger: [it.path(it.invited.link), '/invitation?token=nothing'] },
	'/reset': { stranger: ['/reset', it.path(it.reset), '/reset?token=nothing'] },
	'/me': { luz: ['/me'] },
	'/me/notifications': { luz: ['/me/notifications'] },
	'/me/organisations': { luz: ['/me/organisations'] },
	'/me/profile': { luz: ['/me/profile'] },
	'/me/security': { luz: ['/me/security'] },
	'/me/sessions': { luz: ['/me/sessions'] },
	'/o/[org]': { luz: [''] },
	'/o/[org]/contacts': { luz: ['contacts', 'contacts?q=nobody-at-all'] },
	'/o/[org]/monitor': { luz: ['monitor', 'monitor?team=tea_00000000000000000000000000'] },
	'/o/[org]/contacts/[contact]': { luz: [`contacts/${it.contact}`, 'contacts/ctc_nothing'] },
	'/o/[org]/contacts/companies': { luz: ['contacts/companies', 'contacts/companies?q=nobody-at-all'] },
	'/o/[org]/contacts/companies/[company]': { luz: [`contacts/companies/${it.company}`, 'contacts/companies/cmp_nothing'] },
	'/o/[org]/search': { luz: ['search', 'search?q=pieza', 'search?q=nothing-at-all&kind=contact'] },
	'/o/[org]/tickets': { luz: ['tickets'] },
	'/o/[org]/tickets/[view]/[[ticket]]': {
		luz: ['tickets/all', 'tickets/snoozed', `tickets/all/${it.open}`, `tickets/closed/${it.closed}`, 'tickets/all/tkt_nothing'],
		ines: [`tickets/mentions/${it.open}`]
	},
	'/o/[org]/manage': { luz: ['manage'], ines: ['manage'] },
	'/o/[org]/manage/audit': { luz: ['manage/audit'] },
	'/o/[org]/manage/canned': { luz: ['manage/canned'] },
	'/o/[org]/manage/channels': { luz: ['manage/channels'] },
	'/o/[org]/manage/channels/[channel]': { luz: [`manage/channels/${it.chat}`, `manage/channels/${it.api}`] },
	'/o/[org]/manage/dead-letters': { luz: ['manage/dead-letters'] },
	'/o/[org]/manage/externals': { luz: ['manage/externals', 'manage/externals?view=lent', 'manage/externals?view=requests', 'manage/externals?view=hours'] },
	'/o/[org]/manage/fields': { luz: ['manage/fields'] },
	'/o/[org]/manage/hours': { luz: ['manage/hours'] },
	'/o/[org]/manage/hours/[hours]': { luz: [`manage/hours/${it.hours}`, 'manage/hours/hrs_nothing'] },
	'/o/[org]/manage/labels': { luz: ['manage/labels'] },
	'/o/[org]/manage/members': { luz: ['manage/members'] },
	'/o/[org]/manage/members/[member]': { luz: [`manage/members/${it.ines.id}`] },
	'/o/[org]/manage/organisation': { luz: ['manage/organisation'] },
	'/o/[org]/manage/origins': { luz: ['manage/origins'] },
	'/o/[org]/manage/resolutions': { luz: ['manage/resolutions'] },
	'/o/[org]/manage/roles': { luz: ['manage/roles'] },
	'/o/[org]/manage/roles/table': { luz: ['manage/roles/table', 'manage/roles/table?roles=nothing&diff=1'] },
	'/o/[org]/manage/roles/[role]': { luz: [`manage/roles/${it.role}`, `manage/roles/${it.ownRole}`, 'manage/roles/rol_nothing'] },
	'/o/[org]/manage/teams': { luz: ['manage/teams'] },
	'/o/[org]/manage/teams/[team]': { luz: [`manage/teams/${it.team}`] },
	'/o/[org]/manage/tokens': { luz: ['manage/tokens'] },
	'/o/[org]/manage/webhooks': { luz: ['manage/webhooks'] },
	'/o/[org]/manage/webhooks/[webhook]': { luz: [`manage/webhooks/${it.webhook}`] }
});

/** Shown, filled and still. */
async function rest(page) {
	await page.locator('h1').first().waitFor({ state: 'attached' });
	await still(page);
	await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** All the faces that somebody sees, one after the other; gives what is wrong with any of them. */
async function walk(as, addresses) {
	const page = await it.at('/sign-in', as);
	const wrong = [];
	for (const address of addresses) {
		const url = it.home + (address[0] === '/' ? address : `/o/${it.org}/${address}`);
		// The doors are what somebody opens; inside one goes from page to page.
		await (as ? follow(page, url) : page.goto(url));
		await rest(page);
		await accessibleInAll(page, address).catch((error) => wrong.push(error.message));
	}
	// Pages that do not exist are asked for too.
	quiet(page, [/status of 4(0[0134]|09)/, /Not found/]);
	await page.context().close();
	return wrong;
}

const of = (who) => Object.values(places()).flatMap((one) => one[who] ?? []);

test('every page has its place in this walk', async () => {
	assert.deepEqual(Object.keys(places()).sort(), (await routes()).filter((one) => !unbuilt.includes(one)));
});

test('nothing is wrong at the doors', async () => {
	assert.deepEqual(await walk(null, [...of('stranger'), '/no/such/page']), []);
	const page = await open(it.browser, await empty.setupLink());
	await rest(page);
	await accessibleInAll(page, 'set-up');
	await page.context().close();
});

test('nothing is wrong inside, for whoever may do everything', async () => {
	assert.deepEqual(await walk(it.luz, of('luz')), []);
});

test('nothing is wrong inside, for an advisor', async () => {
	assert.deepEqual(await walk(it.ines.as, of('ines')), []);
});

test('nothing is wrong on the page with the chat, closed and open', async () => {
	const page = await open(it.browser, it.home + it.tryPage);
	await page.locator('relevo-widget button').waitFor();
	await accessibleInAll(page, 'the page with the chat');
	await page.locator('relevo-widget button').click();
	await page.frameLocator('relevo-widget iframe').getByRole('textbox', { name: 'Su mensaje' }).waitFor();
	await accessibleInAll(page, 'the chat');
	await page.context().close();
});
