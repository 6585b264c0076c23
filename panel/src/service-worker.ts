/// <reference types="@sveltejs/kit" />
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/**
 * Keeps the panel itself on the machine, so that it opens without a network: the page, its scripts and its styles. What the panel
 * shows is none of its business: nothing under /api ever passes through here.
 */
import { build, files, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** One a build; the next one drops it. */
const ROOM = `relevo ${version}`;
const SHELL = '/';
/** Addresses of the panel's own pages. Everything else that can be gone to (the API's document, a customer's chat) is the server's. */
const OURS = /^\/($|(o|me|sign-in|set-up|invitation|reset|dev)(\/|$))/;
/** Large and rarely wanted: kept once they were. */
const RARE = /\/assets\/[^/]+\.json$/;
/** Nothing while the panel is worked on: there is no build, and a file that was changed is wanted as it is now. */
const KEPT = new Set(build.length ? [...build, ...files] : []);
/** As long as anybody looks at a white page while another is at hand. */
const PATIENCE = 5000;

worker.addEventListener('install', (event) => {
	event.waitUntil(
		caches.open(ROOM).then(async (room) => {
			await room.addAll([...KEPT].filter((path) => !RARE.test(path)));
			await room.add(new Request(SHELL, { cache: 'reload' }));
		})
	);
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(
		caches
			.keys()
			.then((rooms) =>
				Promise.all(rooms.filter((room) => room !== ROOM).map((room) => caches.delete(room)))
			)
	);
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== location.origin) return;
	if (request.mode === 'navigate') {
		if (OURS.test(url.pathname)) event.respondWith(page(request));
	} else if (KEPT.has(url.pathname)) event.respondWith(file(request, url.pathname));
});

/** A machine's notice was pressed: its place opens in the panel that is there, else in a new one. */
worker.addEventListener('notificationclick', (event) => {
	const { path } = event.notification.data as { path: string };
	event.notification.close();
	event.waitUntil(
		worker.clients.matchAll({ type: 'window' }).then(async ([open]) => {
			if (!open) return worker.clients.openWindow(path);
			await open.focus();
			return open.navigate(path);
		})
	);
});

/** As the server has it now; the one that is kept when there is no server. */
async function page(request: Request): Promise<Response> {
	const shell = (await caches.open(ROOM)).match(SHELL);
	const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE));
	const asked = fetch(request);
	const answer = await Promise.race([asked.catch(() => undefined), late]);
	if (answer && ![502, 503, 504].includes(answer.status)) return answer;
	return (await shell) ?? answer ?? asked;
}

async function file(request: Request, path: string): Promise<Response> {
	const room = await caches.open(ROOM);
	const kept = await room.match(path);
	if (kept) return kept;
	const answer = await fetch(request);
	if (answer.ok) await room.put(path, answer.clone());
	return answer;
}
