/**
 * How the panel feels with ten thousand tickets: frames while the list is scrolled, from a key to its paint in a conversation of two
 * thousand messages, from a click to an open ticket. Prints rows for docs/bench.md; nothing fails because it was slow.
 * `RELEVO_BIN=… CHROMIUM=… npm run measure`, with a release binary on a machine that does nothing else.
 */
import os from 'node:os';

import { desk, until } from './lib/desk.mjs';
import { through } from './lib/many.mjs';

const [TICKETS, MESSAGES] = [10_000, 2000];

const it = await desk();
const rows = [];

const share = (times, part) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
const ms = (time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
const summary = (times) => `p50 ${ms(share(times, 0.5))}, p95 ${ms(share(times, 0.95))}, longest ${ms(Math.max(...times))}`;

function row(what, times, limit = '–') {
	rows.push(`| – | ${what} (${times.length}) | ${summary(times)} | ${limit} | ${os.loadavg()[0].toFixed(1)} |`);
}

/** Runs in the page: from here on the time between frames is kept. */
function watchFrames() {
	window.frames_ = [];
	let before = performance.now();
	const on = (now) => {
		window.frames_.push(now - before);
		before = now;
		window.framing = requestAnimationFrame(on);
	};
	window.framing = requestAnimationFrame(on);
}

async function frames(page, act) {
	await page.evaluate(watchFrames);
	await act();
	return page.evaluate(() => (cancelAnimationFrame(window.framing), window.frames_.slice(1)));
}

/** Runs in the page, before anything else: how long each letter takes from the key to what is painted. */
function watchKeys() {
	window.keyed = [];
	const channel = new MessageChannel();
	let at;
	channel.port1.onmessage = () => {
		window.keyed.push(performance.now() - at);
		at = undefined;
	};
	addEventListener(
		'keydown',
		(event) => {
			if (event.key.length > 1 || at !== undefined) return;
			at = event.timeStamp;
			// The frame that shows it is painted before the next message is heard.
			requestAnimationFrame(() => channel.port2.postMessage(0));
		},
		true
	);
}

/** Runs in the page: clicks a row and waits until that conversation is painted. */
function opening(id) {
	return new Promise((done) => {
		const link = [...document.querySelectorAll('.rows a')].find((one) => one.pathname.endsWith(id));
		const name = link.querySelector('.name').textContent;
		let began;
		link.addEventListener('click', (event) => (began = event.timeStamp), { once: true, capture: true });
		const seen = () => {
			const main = document.querySelector('section.main');
			return main.querySelector('h2')?.textContent === name && main.querySelector('[role="list"] [data-index]');
		};
		const channel = new MessageChannel();
		channel.port1.onmessage = () => done(performance.now() - began);
		const look = new MutationObserver(() => {
			if (!seen()) return;
			look.disconnect();
			requestAnimationFrame(() => channel.port2.postMessage(0));
		});
		look.observe(document.body, { childList: true, subtree: true, characterData: true });
		link.click();
	});
}

const still = (page) => page.locator('.rows:not([aria-busy])').waitFor();

try {
	const many = await through(it.server.url, it.luz, (await it.teams())[0].id);
	await many.tickets(TICKETS);
	const talk = await many.conversation(MESSAGES);
	// What reads the log behind all that is written has its own work with it: the search comes last.
	const last = `search?q=${encodeURIComponent(`Mensaje ${MESSAGES - 1}`)}`;
	await until(async () => (await it.luz('GET', last)).items.length > 0, 600_000);
	const page = await it.at('tickets/all');
	await page.addInitScript(watchKeys);
	await page.reload();
	await page.locator('.rows a').first().waitFor();

	// Tickets are opened by somebody who has been at it for a while: what the browser makes of a script it makes in the first minute.
	const list = page.locator('.rows [role="list"]');
	const shown = () => page.locator('.rows a').evaluateAll((all) => all.map((one) => one.pathname.split('/').at(-1)));
	let moved = Date.now();
	page.on('request', () => (moved = Date.now()));
	page.on('requestfinished', () => (moved = Date.now()));
	/** What the one before still fetches and draws beside the conversation is over: somebody has looked at it. */
	const rest = () => until(() => Date.now() - moved > 400);
	const openAll = async (ids, between = rest) => {
		const times = [];
		for (const id of ids) {
			await between();
			times.push(await page.evaluate(opening, id));
		}
		return times;
	};
	const met = (await shown()).slice(0, 8);
	await openAll([...met, ...met]);
	await list.hover();
	await page.mouse.wheel(0, 800);
	await page.waitForTimeout(500);
	const ids = (await shown()).filter((id) => !met.includes(id)).slice(0, 9);
	// Never seen before, then again and again.
	await page.evaluate(opening, ids[0]);
	const first = await openAll(ids.slice(1));
	const again = await openAll([...ids, ...ids, ...ids]);
	const running = await openAll([...ids, ...ids, ...ids], () => undefined);
	row('a ticket opens, from the click to the paint, not seen before', first, '150 ms');
	row('a ticket opens, from the click to the paint, seen before', again, '50 ms');
	row('the same, each at once after the one before', running);

	// Down to the far end, with the pages that come on the way, and back through what is there.
	await list.hover();
	const down = await frames(page, async () => {
		for (let n = 0; ; n += 1) {
			await page.mouse.wheel(0, 600);
			await page.waitForTimeout(16);
			if (n % 100 === 0 && (await list.evaluate((box) => box.scrollTop + box.clientHeight >= box.scrollHeight - 5))) {
				await still(page);
				if ((await list.locator('[data-index]').last().getAttribute('aria-setsize')) !== '-1') break;
			}
		}
	});
	row('frames while ten thousand tickets are scrolled down, page after page', down);
	const back = await frames(page, async () => {
		while ((await list.evaluate((box) => box.scrollTop)) > 0) {
			await page.mouse.wheel(0, -3000);
			await page.waitForTimeout(16);
		}
	});
	row('frames while they are scrolled up again', back);

	// And with all of them in the list: a conversation of two thousand messages, and letters in it.
	const found = page.locator(`.rows a[href*="${talk.ticket}"]`);
	await found.first().waitFor();
	await rest();
	row('a ticket of two thousand messages opens, beside ten thousand rows', [await page.evaluate(opening, talk.ticket)], '150 ms');
	await rest();
	const box = page.getByRole('textbox', { name: /^Respuesta a/ });
	await box.focus();
	await page.evaluate(() => (window.keyed.length = 0));
	await page.keyboard.type('Buenas tardes, ya revisamos el pedido y sale hoy mismo por la tarde. '.repeat(2), { delay: 45 });
	await page.waitForTimeout(200);
	row('a letter, from the key to the paint, two thousand messages and ten thousand rows', await page.evaluate(() => window.keyed), '50 ms');
	process.stdout.write(`| engine | what | ours | limit or aim | load |\n|---|---|---|---|---|\n${rows.join('\n')}\n`);
} finally {
	await it.stop();
}
