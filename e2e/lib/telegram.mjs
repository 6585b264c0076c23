/**
 * Telegram, as far as a bot sees it: a process of its own that answers over HTTP as the Bot API does, keeps what it was asked, and brings to the
 * webhook that it was given what customers write, with the secret that it was given: twice, with another secret, refused, as a test asks it to.
 *
 * `telegram()` starts one and speaks to it; run by itself, this file is that process.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

export const token = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
/** Of the same bot, before it was revoked. */
export const revoked = '110201543:AAFirstTokenThatWasRevokedLongAgo_x';
export const username = 'lerma_bot';
export const rosa = { id: 418237711, is_bot: false, first_name: 'Rosa', last_name: 'Méndez', language_code: 'es' };

/** Starts the process; `stop` ends it. */
export async function telegram() {
	const process_ = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [line] = await once(process_.stdout, 'data');
	return new Telegram(process_, line.toString().trim());
}

class Telegram {
	constructor(process_, url) {
		this.process = process_;
		/** What a desk is told: where the API is. */
		this.url = url;
		this.updates = 900_000;
	}

	/** What it was asked by a method; the newest last. */
	async asked(method) {
		const all = await (await fetch(`${this.url}/test/asked`)).json();
		return all.filter((one) => one.method === method);
	}

	/** Messages that went to customers, or were refused, of one method. */
	async sent(method = 'sendMessage') {
		return (await this.asked(method)).map(({ body }) => JSON.parse(Buffer.from(body, 'latin1').toString()));
	}

	/** Where it was told to bring what customers write, and with which secret; nothing when it was told to bring nothing. */
	async hook() {
		return (await fetch(`${this.url}/test/hook`)).json();
	}

	/** The next message is refused so. */
	async refuse(status, description, parameters) {
		await fetch(`${this.url}/test/refuse`, { method: 'POST', body: JSON.stringify({ status, description, parameters }) });
	}

	/** A file that a customer will send under this id. */
	async holds(id, type, bytes) {
		await fetch(`${this.url}/test/hold/${id}?type=${encodeURIComponent(type)}`, { method: 'POST', body: bytes });
	}

	/** Brings an update to the webhook; gives the answer. */
	async bring(update, secret) {
		const hook = await this.hook();
		const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret ?? hook.secret_token };
		// As Telegram does: what is not ASCII is escaped.
		const body = JSON.stringify({ update_id: (this.updates += 1), ...update }).replace(
			/[\u0080-\uffff]/g,
			(c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
		);
		const answer = await fetch(hook.url, { method: 'POST', headers, body });
		return { status: answer.status, body: await answer.text() };
	}

	/** The customer says something: `text`, `photo`, … by its name; gives the status. */
	async said(message_id, content, { from = rosa, chat = { ...from, type: 'private' } } = {}) {
		const message = { message_id, from, chat, date: now(), ...content };
		return (await this.bring({ message })).status;
	}

	/** They changed what they had said. */
	async edited(message_id, content) {
		const message = { message_id, from: rosa, chat: { ...rosa, type: 'private' }, date: now(), edit_date: now(), ...content };
		return (await this.bring({ edited_message: message })).status;
	}

	/** They put a sign to a message. */
	async reacted(message_id, emoji) {
		const new_reaction = emoji ? [{ type: 'emoji', emoji }] : [];
		const message_reaction = { chat: { ...rosa, type: 'private' }, message_id, user: rosa, date: now(), old_reaction: [], new_reaction };
		return (await this.bring({ message_reaction })).status;
	}

	async stop() {
		this.process.kill();
		await once(this.process, 'exit');
	}
}

const now = () => Math.floor(Date.now() / 1000);

/** The process. */
async function serve() {
	const asked = [];
	const refusals = [];
	const held = new Map();
	let hook = {};
	let sent = 1000;
	const server = http.createServer(async (request, response) => {
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		const body = Buffer.concat(chunks);
		const { pathname, searchParams } = new URL(request.url, 'http://telegram');
		const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
		const refuse = (status, description, parameters) => json(status, { ok: false, error_code: status, description, parameters });
		const [, first, ...rest] = pathname.split('/');

		// What tests ask of it.
		if (first === 'test') {
			if (rest[0] === 'asked') return json(200, asked);
			if (rest[0] === 'hook') return json(200, hook);
			if (rest[0] === 'refuse') refusals.push(JSON.parse(body));
			if (rest[0] === 'hold') held.set(rest[1], { type: searchParams.get('type'), bytes: body });
			return json(200, {});
		}

		if (first === 'file') {
			const file = rest[0] === `bot${token}` && held.get(rest.at(-1));
			return file ? response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes) : response.writeHead(404).end();
		}
		const [method] = rest;
		asked.push({ method, body: body.toString('latin1') });
		if (first !== `bot${token}`) return refuse(401, 'Unauthorized');
		const done = (result) => json(200, { ok: true, result });
		if (method === 'getMe') return done({ id: 110201543, is_bot: true, first_name: 'Tractores Lerma', username, can_join_groups: true });
		if (method === 'setWebhook') return (hook = JSON.parse(body)), done(true);
		if (method === 'deleteWebhook') return (hook = {}), done(true);
		if (method === 'getWebhookInfo') return done({ url: hook.url ?? '', has_custom_certificate: false, pending_update_count: 0 });
		if (method === 'getFile') {
			const { file_id } = JSON.parse(body);
			return held.has(file_id) ? done({ file_id, file_path: `photos/${file_id}` }) : refuse(400, 'Bad Request: invalid file_id');
		}
		if (method?.startsWith('send')) {
			const refusal = refusals.shift();
			if (refusal) return refuse(refusal.status, refusal.description, refusal.parameters);
			sent += 1;
			const chat = { id: 418237711, first_name: 'Rosa', type: 'private' };
			return done({ message_id: sent, chat, date: Math.floor(Date.now() / 1000) });
		}
		return refuse(404, 'Not Found');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	console.log(`http://127.0.0.1:${server.address().port}`);
}

if (process.argv[2] === 'serve' && process.argv[1] === fileURLToPath(import.meta.url)) await serve();
