/**
 * Meta, as far as a number of WhatsApp's sees it: a process of its own that answers over HTTP as the Cloud API does, keeps what it was
 * asked, and delivers to a webhook what customers write: signed, twice, out of order, refused, as a test asks it to.
 *
 * `graph()` starts one and speaks to it; run by itself, this file is that process.
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

export const number = '106540352242922';
export const account = '102290129340398';
export const token = 'EAAG-prueba';
export const secret = 'app-secret-example';

/** Starts the process; `stop` ends it. */
export async function graph() {
	const process_ = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [line] = await once(process_.stdout, 'data');
	return new Graph(process_, line.toString().trim());
}

class Graph {
	constructor(process_, url) {
		this.process = process_;
		this.url = url;
		/** What a desk is told: where the API is. */
		this.api = `${url}/v23.0`;
	}

	/** What it was asked at a path that ends so. */
	async asked(end = '') {
		const all = await (await fetch(`${this.url}/asked`)).json();
		return all.filter(({ path }) => path.endsWith(end));
	}

	/** Messages that went to customers, the newest last. */
	async messages() {
		return (await this.asked('/messages')).map(({ body }) => JSON.parse(Buffer.from(body, 'latin1').toString()));
	}

	/** The next message is refused with this status and code. */
	async refuse(status, code) {
		await fetch(`${this.url}/refuse`, { method: 'POST', body: JSON.stringify({ status, code }) });
	}

	/** A picture that a customer will send under this id. */
	async holds(id, type, bytes) {
		await fetch(`${this.url}/hold/${id}?type=${encodeURIComponent(type)}`, { method: 'POST', body: bytes });
	}

	/** Delivers to a webhook; gives the status. */
	async deliver(hook, value, { key = secret } = {}) {
		const metadata = { display_phone_number: '523312000000', phone_number_id: number };
		const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
		const whole = { object: 'whatsapp_business_account', entry: [{ id: account, changes: [change] }] };
		// As Meta does: what is not ASCII is escaped, and signed so.
		const body = JSON.stringify(whole).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
		const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
		const answer = await fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature }, body });
		return answer.status;
	}

	/** The customer says something; `content` is by its type. */
	said(hook, { from = '523312044417', name = 'Rosa Méndez', id, type = 'text', content, context }) {
		const message = { from, id, timestamp: String(Math.floor(Date.now() / 1000)), type, [type]: content, ...(context ? { context } : {}) };
		return this.deliver(hook, { contacts: [{ profile: { name }, wa_id: from }], messages: [message] });
	}

	/** What became of a message of ours. */
	told(hook, id, status, code) {
		const errors = code ? { errors: [{ code, title: 'x' }] } : {};
		const one = { id, status, timestamp: String(Math.floor(Date.now() / 1000)), recipient_id: '523312044417', ...errors };
		return this.deliver(hook, { statuses: [one] });
	}

	async stop() {
		this.process.kill();
		await once(this.process, 'exit');
	}
}

/** The process. */
async function serve() {
	const asked = [];
	const refusals = [];
	const held = new Map();
	let sent = 0;
	const server = http.createServer(async (request, response) => {
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		const body = Buffer.concat(chunks);
		const { pathname, searchParams } = new URL(request.url, 'http://graph');
		const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
		const refuse = (status, code) => json(status, { error: { message: `(#${code})`, type: 'OAuthException', code, fbtrace_id: 'A' } });
		const [, first, ...rest] = pathname.split('/');

		// What tests ask of it.
		if (first === 'asked') return json(200, asked);
		if (first === 'refuse') return refusals.push(JSON.parse(body)), json(200, {});
		if (first === 'hold') return held.set(rest[0], { type: searchParams.get('type'), bytes: body }), json(200, {});

		asked.push({ method: request.method, path: pathname, body: body.toString('latin1') });
		if (request.headers.authorization !== `Bearer ${token}`) return refuse(401, 190);
		if (first === 'file') {
			const file = held.get(rest[0]);
			return file ? response.writeHead(200, { 'content-type': file.type }).end(file.bytes) : response.writeHead(404).end();
		}
		const [thing, what] = rest;
		if (thing === number && what === 'messages') {
			const refusal = refusals.shift();
			if (refusal) return refuse(refusal.status, refusal.code);
			const { to, status } = JSON.parse(body);
			if (status === 'read') return json(200, { success: true });
			sent += 1;
			return json(200, { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id: `wamid.OUT${sent}` }] });
		}
		if (thing === number && what === 'media') return json(200, { id: '4490709327384033' });
		if (thing === account && what === 'subscribed_apps') return json(200, { success: true });
		if (thing === number && !what)
			return json(200, { verified_name: 'Tractores Lerma', display_phone_number: '+52 33 1200 0000', quality_rating: 'GREEN', id: number });
		const file = held.get(thing);
		const at = `http://127.0.0.1:${server.address().port}/file/${thing}`;
		return file ? json(200, { url: at, mime_type: file.type, sha256: 'x', file_size: file.bytes.length, id: thing }) : refuse(400, 100);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	console.log(`http://127.0.0.1:${server.address().port}`);
}

if (process.argv[2] === 'serve' && process.argv[1] === fileURLToPath(import.meta.url)) await serve();
