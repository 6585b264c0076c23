/** A small desk for the tests: the contract of `/api/v1/widget` over HTTP and WebSocket, and the widget's own files. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * @typedef {import('../src/chat/types').Message} Message
 * @typedef {import('../src/chat/types').FileView} FileView
 * @typedef {import('../src/chat/types').Ticket} Ticket
 * @typedef {import('../src/chat/types').Config} Config
 * @typedef {{ token: string, identity: string | null, page: string, locale: string, ticket: Ticket | null,
 *   messages: Message[], readSeq: number, unread: number, keys: Map<string, { body: string, message: Message }>,
 *   details: Record<string, string>, typed: number, read: number[] }} Visitor
 * @typedef {{ match: string, times: number, status?: number, body?: object, lose?: boolean, slow?: number }} Rule
 */

const BASE = '/api/v1/widget';
const build = new URL('../build/', import.meta.url);
if (!existsSync(build)) throw new Error('Nothing to test yet: npm run build');
const types = /** @type {Record<string, string>} */ ({
	js: 'text/javascript',
	css: 'text/css',
	html: 'text/html; charset=utf-8'
});

/** The policy that the frame must be able to live under. */
export const FRAME_POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** @type {Config} */
export const config = {
	channel: { name: 'Atención en línea' },
	organisation: { name: 'Tractores Lerma' },
	greeting: 'Buenos días. Cuéntenos en qué le ayudamos.',
	colour: '#0e6b5c',
	position: 'right',
	theme: 'auto',
	locale: 'es',
	fallback_locale: 'es',
	pre_chat: [],
	max_file_size: 5 * 1024 * 1024,
	identity_required: false
};

export class Desk {
	/** @type {Map<string, Visitor>} */ visitors = new Map();
	/** @type {Map<string, { view: FileView, bytes: Buffer }>} */ files = new Map();
	/** @type {Rule[]} */ rules = [];
	/** @type {Set<{ ws: import('ws').WebSocket, visitor: Visitor }>} */ sockets = new Set();
	/** @type {string[]} */ requests = [];
	config = structuredClone(config);
	frameAncestors = '*';
	down = false;
	origin = '';
	seq = 0;
	server = createServer((request, response) => {
		this.#serve(request, response).catch((error) => response.destroy(error));
	});

	/** @param {Partial<Config>} change */
	constructor(change = {}) {
		Object.assign(this.config, change);
		const live = new WebSocketServer({ noServer: true });
		this.server.on('upgrade', (request, socket, head) => {
			if (this.down || request.url !== `${BASE}/live`) return socket.destroy();
			live.handleUpgrade(request, socket, head, (ws) => this.#live(ws));
		});
	}

	async start(port = 0) {
		await new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => resolve(null)));
		const address = this.server.address();
		if (!address || typeof address === 'string') throw new Error('no port');
		this.origin = `http://127.0.0.1:${address.port}`;
		return this;
	}

	async stop() {
		this.cut();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get last() {
		const visitor = [...this.visitors.values()].at(-1);
		if (!visitor) throw new Error('nobody is here');
		return visitor;
	}

	/** @param {string} match @param {Omit<Rule, 'match' | 'times'>} rule */
	rule(match, rule, times = 1) {
		this.rules.push({ match, times, ...rule });
	}

	/** @param {object} frame */
	push(frame, visitor = this.last) {
		for (const socket of this.sockets)
			if (socket.visitor === visitor) socket.ws.send(JSON.stringify(frame));
	}

	/** The advisor writes. @param {string} body @param {Partial<Message> & { silent?: boolean }} more */
	say(body, { silent = false, ...more } = {}) {
		const message = this.#message('out', body, [], more);
		this.last.messages.push(message);
		this.last.unread++;
		if (!silent) this.push({ type: 'message', message });
		return message;
	}

	/** @param {Ticket} ticket */
	ticket(ticket) {
		this.last.ticket = ticket;
		this.push({ type: 'ticket', ticket });
	}

	/** The advisor has read all of it. */
	read() {
		this.last.readSeq = this.seq;
		this.push({ type: 'read', seq: this.seq });
	}

	cut() {
		for (const { ws } of this.sockets) ws.terminate();
	}

	/** Every token is dead. */
	forget() {
		this.visitors.clear();
		this.cut();
	}

	/** @param {string} name @param {string} media_type @param {Buffer} bytes @param {Partial<FileView>} more */
	file(name, media_type, bytes, more = {}) {
		/** @type {FileView} */
		const view = {
			id: `fil_${randomUUID()}`,
			name,
			size: bytes.length,
			media_type,
			has_preview: false,
			...more
		};
		this.files.set(view.id, { view, bytes });
		return view;
	}

	/** @param {'in' | 'out'} kind @param {string} body @param {FileView[]} files @param {Partial<Message>} more @returns {Message} */
	#message(kind, body, files, more = {}) {
		return {
			id: `msg_${randomUUID()}`,
			seq: ++this.seq,
			kind,
			body,
			files,
			author: kind === 'out' ? { name: 'Inés Quiroga' } : null,
			created_at: new Date().toISOString(),
			delivery: kind === 'in' ? 'received' : 'sent',
			...more
		};
	}

	/** @param {import('ws').WebSocket} ws */
	#live(ws) {
		ws.on('message', (data) => {
			const frame = JSON.parse(String(data));
			if (frame.type !== 'hello') return;
			const visitor = this.visitors.get(frame.token);
			if (!visitor) return ws.close(4401);
			const socket = { ws, visitor };
			this.sockets.add(socket);
			ws.on('close', () => this.sockets.delete(socket));
			const after = frame.after ?? visitor.read.at(-1) ?? 0;
			const frames = [
				{ type: 'ready', seq: after },
				...visitor.messages
					.filter(({ seq }) => seq > after)
					.map((message) => ({ type: 'message', message })),
				{ type: 'ticket', ticket: visitor.ticket },
				{ type: 'read', seq: visitor.readSeq }
			];
			for (const one of frames) ws.send(JSON.stringify(one));
		});
	}

	/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
	async #serve(request, response) {
		if (this.down) return void request.socket.destroy();
		const url = new URL(request.url ?? '/', 'http://desk');
		const chunks = [];
		for await (const chunk of request) chunks.push(/** @type {Buffer} */ (chunk));
		const body = Buffer.concat(chunks);
		if (!url.pathname.startsWith(BASE)) return this.#page(url.pathname, response);
		const asked = `${request.method} ${url.pathname.slice(BASE.length)}`;
		this.requests.push(asked);
		const rule = this.rules.find(({ match, times }) => times > 0 && asked.startsWith(match));
		if (rule) rule.times--;
		if (rule?.slow) await new Promise((resolve) => setTimeout(resolve, rule.slow));
		if (rule?.status) return answer(response, rule.status, rule.body ?? {});
		const [status, said, type] = await this.#answer(asked, url, request, body);
		if (rule?.lose) return void request.socket.destroy();
		answer(response, status, said, type);
	}

	/** @param {string} path @param {import('node:http').ServerResponse} response */
	#page(path, response) {
		const [, first, second, third] = path.split('/');
		if (first === 'try') {
			response.setHeader('Content-Security-Policy', `${FRAME_POLICY}; frame-src 'self'`);
			const text = readFileSync(new URL('try.html', build), 'utf8');
			response.setHeader('Content-Type', types['html'] ?? '');
			return response.end(text.replaceAll('{{key}}', second ?? ''));
		}
		const name =
			path === '/widget.js' ? 'widget.js' : second === 'frame' ? 'frame.html' : `assets/${third}`;
		if (name === 'frame.html')
			response.setHeader(
				'Content-Security-Policy',
				`${FRAME_POLICY}; frame-ancestors ${this.frameAncestors}`
			);
		try {
			const bytes = readFileSync(new URL(name, build));
			response.setHeader('Content-Type', types[name.split('.').at(-1) ?? ''] ?? 'text/plain');
			response.end(bytes);
		} catch {
			response.writeHead(404).end();
		}
	}

	/**
	 * @param {string} asked @param {URL} url @param {import('node:http').IncomingMessage} request @param {Buffer} body
	 * @returns {Promise<[number, unknown, string?]>}
	 */
	async #answer(asked, url, request, body) {
		const json = () => JSON.parse(body.toString() || '{}');
		if (asked === 'GET /web') return [200, this.config];
		if (asked === 'POST /web/visitors') return [201, this.#visitor(json())];
		const visitor = this.visitors.get((request.headers.authorization ?? '').replace('Bearer ', ''));
		if (asked.startsWith('GET /web') || asked.startsWith('GET /gone'))
			return [404, { code: 'not_found' }];
		if (!visitor) return [401, { code: 'token_invalid', title: 'Vuelva a empezar.' }];
		const key = String(request.headers['idempotency-key'] ?? '');
		switch (asked) {
			case 'GET /conversation': {
				const after = Number(url.searchParams.get('after'));
				const messages = visitor.messages.filter((message) => message.seq > after);
				const { ticket, unread } = visitor;
				return [200, { ticket, messages, read_seq: visitor.read.at(-1) ?? 0, unread }];
			}
			case 'POST /messages':
				return this.#post(visitor, key, json());
			case 'POST /files':
				return this.#upload(body, String(request.headers['content-type']));
			case 'POST /read':
				visitor.unread = 0;
				visitor.read.push(json().seq);
				return [200, {}];
			case 'POST /typing':
				visitor.typed++;
				return [200, {}];
			case 'PATCH /visitor':
				Object.assign(visitor, json());
				return [200, {}];
		}
		const file = this.files.get(asked.match(/^GET \/files\/(fil_[\w-]+)/)?.[1] ?? '');
		if (file) return [200, file.bytes, file.view.media_type];
		return [404, { code: 'not_found' }];
	}

	/** @param {{ identity?: string, page: string, locale: string }} asked */
	#visitor({ identity, page, locale }) {
		const token = randomUUID();
		this.visitors.set(token, {
			token,
			identity: identity ?? null,
			page,
			locale,
			ticket: null,
			messages: [],
			readSeq: 0,
			unread: 0,
			keys: new Map(),
			details: {},
			typed: 0,
			read: []
		});
		return { visitor: `vis_${randomUUID()}`, token };
	}

	/**
	 * @param {Visitor} visitor @param {string} key @param {{ body: string, files: string[], details?: Record<string, string> }} asked
	 * @returns {[number, unknown]}
	 */
	#post(visitor, key, asked) {
		const text = JSON.stringify(asked);
		const before = visitor.keys.get(key);
		if (!key || (before && before.body !== text)) return [422, { code: 'idempotency_key' }];
		if (before) return [201, before.message];
		if (asked.details?.['email']?.endsWith('@rechazado.mx'))
			return [
				422,
				{ code: 'email_invalid', title: 'Ese dominio no recibe correo.', field: 'details.email' }
			];
		Object.assign(visitor.details, asked.details);
		const files = asked.files.flatMap((id) => this.files.get(id)?.view ?? []);
		if (files.length !== asked.files.length) return [422, { code: 'not_found', field: 'files' }];
		const message = this.#message('in', asked.body, files);
		visitor.keys.set(key, { body: text, message });
		visitor.messages.push(message);
		// The echo overtakes the answer.
		this.push({ type: 'message', message }, visitor);
		if (!visitor.ticket || visitor.ticket.state === 'closed') {
			visitor.ticket = { state: 'waiting', assignee: null };
			this.push({ type: 'ticket', ticket: visitor.ticket }, visitor);
		}
		return [201, message];
	}

	/** @param {Buffer} body @param {string} type @returns {Promise<[number, unknown]>} */
	async #upload(body, type) {
		const form = await new Response(new Uint8Array(body), {
			headers: { 'Content-Type': type }
		}).formData();
		const file = form.get('file');
		if (!(file instanceof Blob)) return [422, { code: 'required', field: 'file' }];
		const bytes = Buffer.from(await file.arrayBuffer());
		const name = 'name' in file ? String(file.name) : 'file';
		const shape =
			file.type === 'image/png'
				? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
				: {};
		return [201, this.file(name, file.type, bytes, { has_preview: 'width' in shape, ...shape })];
	}
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} body @param {string} [type] */
function answer(response, status, body, type) {
	const problem = status >= 400 ? 'application/problem+json' : 'application/json';
	response.writeHead(status, { 'Content-Type': type ?? problem, 'Cache-Control': 'no-store' });
	response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
