/**
 * Lighthouse, desktop preset, on the panel after sign-in and on the page with the chat: prints the four scores of each, and what took
 * points. `npm ci && RELEVO_BIN=… CHROMIUM=… npm start`, with a release binary on a machine that does nothing else.
 */
import os from 'node:os';

import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';

import { furnished } from '../lib/furnished.mjs';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const it = await furnished();
await it.browser.close();

/** A browser of its own, which nothing else drives: Lighthouse wants the whole of it. */
const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ['--no-first-run', ...root] });
const port = Number(new URL(browser.wsEndpoint()).port);
const worst = [];

try {
	const pages = [
		['the panel after sign-in', `${it.home}/o/${it.org}/tickets/mine`, it.luz.cookie],
		['a ticket, opened by its address', `${it.home}/o/${it.org}/tickets/all/${it.open}`, it.luz.cookie],
		['the page with the chat', it.home + it.tryPage]
	];
	process.stdout.write(`| page | ${categories.join(' | ')} | load |\n|---|---|---|---|---|---|\n`);
	for (const [name, url, cookie] of pages) {
		const [key, value] = cookie?.split('=') ?? [];
		if (cookie) await browser.setCookie({ name: key, value, domain: '127.0.0.1', path: '/', httpOnly: true });
		const { lhr } = await lighthouse(url, { port, onlyCategories: categories, disableStorageReset: true, logLevel: 'error' }, desktopConfig);
		if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
		const scores = categories.map((one) => Math.round(lhr.categories[one].score * 100));
		process.stdout.write(`| ${name} | ${scores.join(' | ')} | ${os.loadavg()[0].toFixed(1)} |\n`);
		for (const one of categories)
			for (const { id, weight } of lhr.categories[one].auditRefs) {
				const { score, title, displayValue = '' } = lhr.audits[id];
				if (weight > 0 && score !== null && score < 0.9) worst.push(`${name}, ${one}: ${title} ${displayValue} (${score})`);
			}
	}
	process.stdout.write(worst.length ? `\n${worst.join('\n')}\n` : '');
} finally {
	await browser.close();
	await it.stop();
}
