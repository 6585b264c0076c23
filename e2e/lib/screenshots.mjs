/** Pictures of a screen at every width and in every theme, each with axe, into one folder; and all of them on one sheet. */
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { accessible } from './axe.mjs';
import { open, quiet, sizes, themes } from './browser.mjs';

export const folder = process.env.RELEVO_SHOTS ?? path.resolve(import.meta.dirname, '../shots');

/**
 * Opens `url` at each size in each theme (or the named ones), does `prepare(page)`, and keeps `name-size-theme.png`.
 * `storageState` (a signed-in person) and other context options go through.
 */
export async function everywhere(browser, name, url, options = {}) {
	const { prepare = async () => {}, in: inThemes = Object.keys(themes), at = Object.keys(sizes), to = folder, ...rest } = options;
	const files = [];
	for (const theme of inThemes) {
		for (const size of at) {
			const page = await open(browser, url, { size, theme, ...rest });
			await prepare(page, { size, theme });
			files.push(await shot(page, `${name}-${size}-${theme}`, to));
			await accessible(page, `${name}, ${size}, ${theme}`);
			quiet(page);
			await page.context().close();
		}
	}
	return files;
}

/** One picture of a page as it stands, once its fonts are there. */
export async function shot(page, name, to = folder) {
	await mkdir(to, { recursive: true });
	const file = path.join(to, `${name}.png`);
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
	return file;
}

/** A contact sheet: the pictures of a folder whose names match, small, on one page, as JPEG. */
export async function sheet(browser, target, { from = folder, match = /\.png$/, width = 1600, thumb = 380 } = {}) {
	const names = (await readdir(from)).filter((name) => match.test(name)).sort();
	const figures = await Promise.all(
		names.map(async (name) => {
			const data = (await readFile(path.join(from, name))).toString('base64');
			return `<figure><img src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`;
		})
	);
	const style = `body { margin: 16px; font: 13px sans-serif; display: flex; flex-wrap: wrap; gap: 16px; align-items: end }
		figure { margin: 0 } img { width: ${thumb}px; border: 1px solid #ccc } figcaption { padding-top: 4px }`;
	const page = await browser.newPage({ viewport: { width, height: 900 } });
	await page.setContent(`<style>${style}</style>${figures.join('')}`);
	await mkdir(path.dirname(target), { recursive: true });
	await page.screenshot({ path: target, fullPage: true, type: 'jpeg', quality: 70 });
	await page.close();
	return names;
}
