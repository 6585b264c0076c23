/** axe on a page as it stands: WCAG 2.2 AA and axe's own good practice, in every frame, with no exceptions. */
import { source } from './axe-source.mjs';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that are about whole documents and say nothing about a frame inside one. */
const documentRules = ['page-has-heading-one', 'landmark-one-main', 'region'];

/** Every violation, as a line a person can act on. */
export async function violations(page, only = tags) {
	const found = [];
	for (const frame of page.frames()) {
		if (frame.url() === 'about:blank' && frame !== page.mainFrame()) continue;
		// Evaluated through the debugger, which no Content-Security-Policy forbids.
		if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(source);
		const off = frame === page.mainFrame() ? [] : documentRules;
		const results = await frame.evaluate(run, { tags: only, off });
		found.push(...results.map((line) => (frame === page.mainFrame() ? line : `[${frame.url()}] ${line}`)));
	}
	return found;
}

export async function accessible(page, where = page.url()) {
	const found = await violations(page);
	if (found.length > 0) throw new Error(`axe at ${where}:\n${found.join('\n')}`);
}

/** The same by day and by night, since contrast is half of it. */
export async function accessibleInBoth(page, where = page.url()) {
	for (const colorScheme of ['dark', 'light']) {
		await page.emulateMedia({ colorScheme });
		await page.evaluate(settled);
		await accessible(page, `${where}, ${colorScheme}`);
	}
}

/** What of AA hangs from colours alone. */
const colours = ['color-contrast', 'link-in-text-block'];

const machines = {
	dark: { colorScheme: 'dark' },
	'high contrast': { contrast: 'more' }
};

/** By day, by night and in high contrast: all there is to say once, and of the others what their colours say. */
export async function accessibleInAll(page, where = page.url()) {
	const found = await violations(page);
	for (const [name, machine] of Object.entries(machines)) {
		await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference', ...machine });
		await page.evaluate(settled);
		for (const line of await violations(page, colours)) found.push(`${name}: ${line}`);
	}
	await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
	if (found.length > 0) throw new Error(`axe at ${where}:\n${found.join('\n')}`);
}

/** Runs inside the page: what changes its colour by a transition has done so once it is painted. */
async function settled() {
	const painted = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
	await painted();
	await Promise.allSettled(document.getAnimations().filter((one) => one.transitionProperty).map((one) => one.finished));
	await painted();
}

/** Runs inside the page. Frames are gone through one by one outside, since those of another origin do not answer each other. */
async function run({ tags, off }) {
	const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
	const { violations } = await window.axe.run(document, { iframes: false, runOnly: tags, rules });
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.html.slice(0, 200)}`)
	);
}
