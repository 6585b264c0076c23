/** A browser, a desk and somebody's page, fresh for each test. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Desk } from './desk.js';
import { Host } from './host.js';

/**
 * @typedef {import('playwright-core').BrowserContextOptions} Options
 * @typedef {import('playwright-core').Browser} Browser
 * @typedef {import('playwright-core').BrowserContext} Context
 * @typedef {import('playwright-core').Page} Page
 */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const launch = {
	executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
	args: ['--no-sandbox']
};
/** @type {Promise<Browser> | undefined} */
let browser;

function open() {
	return (browser ??= chromium.launch(launch));
}

export async function quit() {
	await (await browser)?.close();
	browser = undefined;
}

export class World {
	/** What the console said that it should not have said. @type {string[]} */
	complaints = [];

	/** @param {Desk} desk @param {Host} host @param {Context} context @param {Page} page */
	constructor(desk, host, context, page) {
		this.desk = desk;
		this.host = host;
		this.context = context;
		this.page = page;
		page.on('pageerror', (error) => this.complaints.push(String(error)));
		page.on('console', (message) => {
			// That a request failed is what some tests are about; the browser writes it by itself.
			const expected = /^Failed to load resource|^WebSocket connection|net::ERR_/;
			if (message.type() === 'error' && !expected.test(message.text()))
				this.complaints.push(message.text());
		});
	}

	/**
	 * In a window that leaves no trace, as Playwright opens them, a frame of another *site* may store nothing; `profile`
	 * is a folder for an ordinary window, where it has storage of its own for each site that it stands in.
	 * @param {Partial<import('../src/chat/types').Config>} config @param {Options} options
	 */
	static async begin(config = {}, options = {}, profile = '') {
		const desk = await new Desk(config).start();
		const host = await new Host(desk.origin).start();
		const all = { locale: 'es-MX', viewport: { width: 1280, height: 900 }, ...options };
		if (profile) allowOthers(profile);
		const context = profile
			? await chromium.launchPersistentContext(profile, { ...launch, ...all })
			: await (await open()).newContext(all);
		context.setDefaultTimeout(20_000);
		return new World(desk, host, context, await context.newPage());
	}

	async end() {
		await this.context.close();
		await this.host.stop();
		await this.desk.stop();
		assert.deepEqual(this.complaints, []);
	}

	async visit(query = '', origin = this.host.origin) {
		await this.page.goto(`${origin}/${query}`);
	}

	get frame() {
		return this.page.frameLocator('relevo-widget iframe');
	}

	get launcher() {
		return this.page.locator('relevo-widget button');
	}

	get box() {
		return this.frame.getByRole('textbox', { name: /^(Su mensaje|Your message)$/ });
	}

	async openChat() {
		await this.launcher.click();
		await this.frame.getByRole('heading', { level: 1 }).waitFor();
	}

	/**  @param {string} text */
	async write(text) {
		await this.box.fill(text);
		await this.box.press('Enter');
	}

	/** A message with this in it. @param {string} text */
	bubble(text) {
		return this.frame.locator('.bubble', { hasText: text });
	}

	/** What stands in the conversation. */
	async bubbles() {
		return this.frame.locator('.bubble').allInnerTexts();
	}

	/** The `Frame` inside, where scripts can be run. */
	inside() {
		const frame = this.page.frames().find((one) => one.url().includes('/widget/frame/'));
		assert(frame, 'the frame is there');
		return frame;
	}

	/** Everything that axe finds, in the frame and around it. */
	async flaws() {
		const found = [];
		for (const frame of [this.page.mainFrame(), this.inside()]) {
			await frame.evaluate(axe);
			found.push(
				...(await frame.evaluate(async () => {
					// Animations have ended: half-faded text has no contrast.
					await Promise.all(
						document
							.getAnimations()
							.filter((one) => one.effect?.getComputedTiming().iterations === 1)
							.map((one) => one.finished.catch(() => null))
					);
					const tool = /** @type {{ axe: typeof import('axe-core') }} */ (
						/** @type {unknown} */ (window)
					).axe;
					const { violations } = await tool.run(document, { iframes: false });
					return violations.map(
						({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`
					);
				}))
			);
		}
		return found;
	}
}

/** Lets frames of other sites have storage, as ordinary windows do unless they are told otherwise. @param {string} profile */
function allowOthers(profile) {
	mkdirSync(join(profile, 'Default'), { recursive: true });
	const choice = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
	writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(choice));
}

/** Waits until something is so. @param {() => unknown} look @param {string} [what] */
export async function until(look, what = String(look)) {
	for (const end = Date.now() + 20_000; Date.now() < end;) {
		if (await look()) return;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	assert.fail(`it never came to: ${what}`);
}
