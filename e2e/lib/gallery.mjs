/**
 * The panel as it is while it is worked on, gallery and all, from its own development server: what people are given has no gallery.
 * There is no desk behind it; what it asks for is answered by `replay.mjs`.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from './server.mjs';

const panel = path.resolve(import.meta.dirname, '../../panel');
const patience = 60_000;

export async function gallery() {
	const port = await freePort();
	const vite = path.join(panel, 'node_modules/vite/bin/vite.js');
	const words = ['dev', '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
	const process_ = spawn(process.execPath, [vite, ...words], { cwd: panel, stdio: ['ignore', 'pipe', 'pipe'] });
	let log = '';
	for (const stream of [process_.stdout, process_.stderr]) stream.on('data', (data) => (log += data));
	const url = `http://127.0.0.1:${port}`;
	const stop = async () => {
		if (process_.exitCode !== null || process_.signalCode !== null) return;
		process_.kill('SIGTERM');
		await new Promise((done) => process_.once('exit', done));
	};
	for (const last = Date.now() + patience; ; await sleep(100)) {
		const answer = await fetch(`${url}/dev/kit`).catch(() => undefined);
		if (answer?.ok) return { url, stop };
		if (process_.exitCode !== null || Date.now() > last) {
			await stop();
			throw new Error(`the panel's development server does not answer:\n${log}`);
		}
	}
}
