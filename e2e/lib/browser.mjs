/**
 * The browser: one Chromium for a test file, a fresh context for each page. Playwright brings no browser of its own;
 * `CHROMIUM` says where it is (`cargo xtask test` sets it).
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';

/** Widths that every screen is looked at in: a desk, a tablet, a phone. */
export const sizes = {
	desk: { width: 1440, height: 900 },
	tablet: { width: 1024, height: 768 },
	phone: { width: 390, height: 844 }
};

/** What the machine asks for; the panel follows it. */
export const themes = {
	light: { colorScheme: 'light', contrast: 'no-preference' },
	dark: { colorScheme: 'dark', contrast: 'no-preference' },
	contrast: { colorScheme: 'light', contrast: 'more' }
};

const flags = [
	'--headless=new',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** `more`: what this browser is told besides. */
export async function launch(more = []) {
	const executablePath = process.env.CHROMIUM;
	if (!executablePath) throw new Error('CHROMIUM does not say where the browser is: run `cargo xtask test e2e`');
	// Chromium's own sandbox refuses root, which is who CI is.
	const args = [...flags, ...more, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
	return chromium.launch({ executablePath, args, headless: true });
}

/**
 * A person's browser window. Contexts share nothing: two of them are two people.
 * `page.complaints` collects what the console, the page or the network complained of; see `quiet`.
 */
export async function open(browser, url, { size = 'desk', theme = 'light', language = 'es', ...rest } = {}) {
	const context = await browser.newContext({
		viewport: sizes[size],
		hasTouch: size === 'phone',
		locale: language,
		timezoneId: 'America/Mexico_City',
		reducedMotion: 'reduce',
		// A worker would fetch the whole panel for each of hundreds of windows; what it is for is tried where it is allowed.
		serviceWorkers: 'block',
		...themes[theme],
		...rest
	});
	const page = await context.newPage();
	page.complaints = complaintsOf(page);
	page.asking = askingOf(page);
	if (url) await page.goto(url);
	return page;
}

/**
 * To another page of the panel as its own links lead there: without loading all of it anew, which is most of the time of a walk through
 * many of them.
 */
export async function follow(page, url) {
	const before = page.url();
	await page.evaluate((href) => {
		const link = Object.assign(document.createElement('a'), { href });
		document.getElementById('app').append(link);
		link.click();
		link.remove();
	}, url);
	// Not this very address: some lead on to another.
	if (url !== before) await page.waitForURL((now) => now.href !== before);
}

/** How long nobody asks for anything before it is taken that nobody will, and after how long one who goes on asking is looked at all the same. */
const [pause, patience] = [150, 3000];

/** Until all that was asked for is there. */
export async function still(page) {
	const { asking } = page;
	for (const last = Date.now() + patience; Date.now() < last; await sleep(25))
		if (asking.now.size === 0 && Date.now() - asking.since > pause) return;
}

function askingOf(page) {
	const asking = { now: new Set(), since: Date.now() };
	const ended = (request) => {
		asking.now.delete(request);
		asking.since = Date.now();
	};
	page.on('request', (request) => asking.now.add(request));
	page.on('requestfinished', ended);
	page.on('requestfailed', ended);
	return asking;
}

/** Fails when the page complained of anything that the test did not expect. */
export function quiet(page, expected = []) {
	const rest = page.complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
	if (rest.length > 0) throw new Error(`the page complained:\n${rest.join('\n')}`);
}

function complaintsOf(page) {
	const complaints = [];
	page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
	page.on('console', (message) => {
		// Said by the driver itself where it keeps the panel's worker out.
		if (message.text().includes('Service Worker registration blocked by Playwright')) return;
		if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 500) complaints.push(`${response.status()}: ${response.url()}`);
	});
	return complaints;
}
