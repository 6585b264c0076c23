/**
 * A desk that is set up, as the first administrator left it, and the people in it. With `RELEVO_PANEL` the panel that is being
 * worked on is driven instead of the binary's own; it must stand before the port in `RELEVO_PORT`.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { accessibleInBoth } from './axe.mjs';
import { launch, open, quiet } from './browser.mjs';
import { start } from './server.mjs';

export const password = 'una frase larga 9';
export const boss = { email: 'luz@lerma.mx', password };

export const button = (where, name) => where.getByRole('button', { name, exact: true });
export const dialog = (page, name) => page.getByRole('dialog', { name });
export const heading = (page, name, level = 1) => page.getByRole('heading', { name, level, exact: true });

/** How a test leaves a page: accessible in both themes, quiet but for what was `asked` for, closed. */
export const ending = (asked) => async (page, where) => {
	await accessibleInBoth(page, where);
	quiet(page, asked);
	await page.context().close();
};

/** Waits for what no page shows: asks again until it holds. */
export async function until(holds, patience = 20_000) {
	for (const last = Date.now() + patience; !(await holds()); await sleep(50))
		assert.ok(Date.now() < last, `it never came: ${holds}`);
}

/** An empty desk, and where its panel is; `args` goes to the binary. */
export async function served({ args = [] } = {}) {
	const { RELEVO_PANEL: panel, RELEVO_PORT: port } = process.env;
	const server = await start({
		port: port && Number(port),
		args: [...(panel ? ['--public-url', panel] : []), ...args]
	});
	return { server, home: panel ?? server.url };
}

/** One that is set up. */
export async function desk(options) {
	const { server, home } = await served(options);
	const made = new Desk(server, home);
	try {
		const token = new URL(await server.setupLink()).searchParams.get('token');
		made.luz = made.person();
		const set = await made.luz('POST', '/api/v1/set-up', {
			token,
			organisation: { name: 'Tractores Lerma', locale: 'es', time_zone: 'America/Mexico_City', country: 'MX' },
			person: { first_name: 'Luz', last_name: 'Arriaga', ...boss },
			team: { name: 'Atención' },
			channel: { name: 'Chat del sitio' }
		});
		made.org = set.organisation.id;
		made.tryPage = new URL(set.try_url).pathname;
		if (!made.luz.cookie) await made.luz('POST', '/api/v1/session', boss);
		made.browser = await launch();
	} catch (error) {
		await made.stop();
		throw error;
	}
	return made;
}

class Desk {
	constructor(server, home) {
		this.server = server;
		this.home = home;
	}

	/** The API as one person, who is signed in once it has answered with a cookie; a path without a slash is the organisation's. */
	person() {
		const call = async (method, path, body) => {
			const response = await fetch(this.server.url + (path[0] === '/' ? path : `/api/v1/organisations/${this.org}/${path}`), {
				method,
				headers: {
					'content-type': 'application/json',
					'x-relevo': '1',
					'idempotency-key': randomUUID(),
					...(call.cookie ? { cookie: call.cookie } : {})
				},
				body: body && JSON.stringify(body)
			});
			const set = response.headers.getSetCookie();
			if (set.length) call.cookie = set.map((one) => one.split(';')[0]).join('; ');
			const text = await response.text();
			assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
			return text ? JSON.parse(text) : undefined;
		};
		return call;
	}

	/** Somebody invited who waits, with the link. */
	async invite(first_name, last_name, more = {}) {
		const email = `${first_name.normalize('NFD').replace(/[^a-z]/gi, '').toLowerCase()}@lerma.mx`;
		const body = { first_name, last_name, email, roles: ['advisor'], ...more };
		const { member, invitation } = await this.luz('POST', 'members', body);
		return { id: member.id, email, name: `${first_name} ${last_name}`, link: invitation.link, token: new URL(invitation.link).searchParams.get('token') };
	}

	/** Somebody who has accepted; `as` is the API in their name. */
	async member(first_name, last_name, more) {
		const invited = await this.invite(first_name, last_name, more);
		const as = this.person();
		await as('POST', '/api/v1/invitations/acceptance', { token: invited.token, password });
		return { ...invited, as };
	}

	/** A ticket of somebody new, without a customer's browser. */
	async ticket(subject, where = {}) {
		this.hook ??= await this.luz('POST', 'channels', { kind: 'api', name: 'Sistema', team: (await this.teams())[0].id });
		const new_contact = { name: `Cliente de ${subject}`, phone: `33 1204 ${String(1000 + (this.made = (this.made ?? 0) + 1))}` };
		return this.luz('POST', 'tickets', { channel: this.hook.id, new_contact, subject, text: 'Buenas tardes', assignee: null, ...where });
	}

	async teams() {
		return (await this.luz('GET', 'teams')).items;
	}

	/** A browser of one's own (`null`: nobody's) at a page of the organisation, or at an address that begins with a slash. */
	async at(path, as = this.luz, options) {
		const page = await open(this.browser, undefined, options);
		page.setDefaultTimeout(20_000);
		if (as) await page.context().addCookies([cookie(as, this.home)]);
		await page.goto(path[0] === '/' ? this.home + path : `${this.home}/o/${this.org}/${path}`);
		return page;
	}

	/** A browser in which nobody is signed in, at a link that somebody was given. */
	async stranger(link, options) {
		const page = await open(this.browser, this.here(link), options);
		page.setDefaultTimeout(20_000);
		return page;
	}

	here(link) {
		return this.home + this.path(link);
	}

	/** A link without where it leads to. */
	path(link) {
		const { pathname, search } = new URL(link, this.home);
		return pathname + search;
	}

	async stop() {
		await this.browser?.close();
		await this.server.stop();
	}
}

function cookie(as, url) {
	const [name, value] = as.cookie.split('=');
	return { name, value, url };
}
