/** The other side of a webhook: takes what it is told, keeps it, and answers as it is asked to. */
import { once } from 'node:events';
import http from 'node:http';

export async function receiver() {
	const made = new Receiver();
	await made.listen();
	return made;
}

class Receiver {
	/** What came, in order: to which path, the headers and the very bytes. */
	got = [];
	/** What is answered from now on. */
	status = 204;
	/** What a browser that comes by is shown. */
	page = '';

	async listen() {
		this.server = http.createServer(async (request, response) => {
			const chunks = [];
			for await (const chunk of request) chunks.push(chunk);
			this.got.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
			if (request.method === 'GET' && this.page) response.setHeader('content-type', 'text/html; charset=utf-8').end(this.page);
			else response.writeHead(this.status).end();
		});
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.url = `http://127.0.0.1:${this.server.address().port}`;
	}

	/** What came to one path. */
	at(path) {
		return this.got.filter((one) => one.path === path);
	}

	async stop() {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
