/** Relevo itself, as a person starts it: the binary on an empty folder and a free port. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const patience = 30_000;

/**
 * Starts `relevo serve` and waits until it is ready.
 *
 * `data` is a folder to serve (a new one, removed by `stop`, when none is given), `database` a PostgreSQL address instead of
 * the embedded engine, `args` and `env` whatever else the test wants to say.
 */
export async function start({ binary = process.env.RELEVO_BIN, data, database, port, args = [], env = {} } = {}) {
	if (!binary) throw new Error('RELEVO_BIN does not say where the binary is: run `cargo xtask test e2e`');
	const own = data ? undefined : await mkdtemp(path.join(os.tmpdir(), 'relevo-e2e-'));
	const server = new Server({ binary, data: data ?? own, own, database, port: port ?? (await freePort()), args, env });
	try {
		await server.up();
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}

class Server {
	/** Everything that it printed, both streams as they came. */
	log = '';

	constructor(options) {
		this.options = options;
		this.data = options.data;
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** Starts the process, again after `kill` or `end` on the same data and port. */
	async up() {
		const { binary, database, port, args, env } = this.options;
		const words = ['serve', '--data', this.data, '--listen', `127.0.0.1:${port}`];
		if (database) words.push('--database', database);
		const process_ = spawn(binary, [...words, ...args], {
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.process = process_;
		this.exit = new Promise((resolve) => {
			process_.once('exit', (code, signal) => resolve({ code, signal }));
			process_.once('error', (error) => resolve({ code: null, signal: error.message }));
		});
		for (const stream of [process_.stdout, process_.stderr]) stream.on('data', (data) => (this.log += data));
		await this.ready();
	}

	async ready() {
		let over;
		this.exit.then((exit) => (over = exit));
		const last = Date.now() + patience;
		while (Date.now() < last) {
			if (over) throw new Error(`relevo ended before it was ready (${JSON.stringify(over)}):\n${this.log}`);
			const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
			if (answer?.ok) return;
			await sleep(50);
		}
		throw new Error(`relevo is not ready after ${patience / 1000} s:\n${this.log}`);
	}

	/** The link that an empty desk prints for whoever sets it up. */
	async setupLink() {
		const last = Date.now() + patience;
		while (Date.now() < last) {
			const link = this.log.match(/https?:\/\/\S*set-?up\S*/i)?.[0];
			if (link) return link;
			await sleep(50);
		}
		throw new Error(`relevo printed no set-up link:\n${this.log}`);
	}

	/** Asks it to end and says how it did: `{ code, signal }`. */
	async end() {
		this.process.kill('SIGTERM');
		const late = sleep(patience, 'late', { ref: false });
		const exit = await Promise.race([this.exit, late]);
		if (exit === 'late') {
			await this.kill();
			throw new Error(`relevo did not end within ${patience / 1000} s of SIGTERM:\n${this.log}`);
		}
		return exit;
	}

	/** No farewell: what a power cut does to a process. */
	async kill() {
		this.process.kill('SIGKILL');
		return this.exit;
	}

	/** Ends it if it lives, and removes the folder if it was made here. */
	async stop() {
		try {
			if (this.process && this.process.exitCode === null && this.process.signalCode === null) await this.end();
		} finally {
			if (this.options.own) await rm(this.options.own, { recursive: true, force: true });
		}
	}
}

export function freePort() {
	return new Promise((resolve, reject) => {
		const probe = net.createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}
