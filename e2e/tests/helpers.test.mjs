/** The helpers themselves, on pages and a server made up for it: a helper that sees nothing would make every other test pass. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { accessible, violations } from '../lib/axe.mjs';
import { launch, open, quiet, sizes } from '../lib/browser.mjs';
import { everywhere, sheet } from '../lib/screenshots.mjs';
import { start } from '../lib/server.mjs';
import { serve } from '../lib/static.mjs';

const whole = (body, style = '') =>
	`<!doctype html><html lang="es"><head><title>Prueba</title><style>${style}</style></head><body><main><h1>Prueba</h1>${body}</main></body></html>`;

const style = `:root { color-scheme: light dark; background: white; color: black }
	@media (prefers-color-scheme: dark) { :root { background: black; color: white } }
	@media (prefers-contrast: more) { h1 { text-decoration: underline } }`;

let browser, site;

before(async () => {
	browser = await launch();
	site = await serve(
		{
			'/good': whole('<p>Todo bien</p>', style),
			'/bad': whole('<img src="data:,">'),
			'/framed': whole('<iframe title="dentro" src="/bad"></iframe>'),
			'/loud': whole('<script>console.error("ay"); fetch("/nothing")</script>')
		},
		{
			headers: {
				'content-security-policy':
					"default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
			}
		}
	);
});

after(async () => {
	await browser?.close();
	await site?.stop();
});

test('axe sees what is wrong, on the page and in its frames, and nothing where all is well', async () => {
	const page = await open(browser, `${site.url}/good`);
	await accessible(page);
	await page.goto(`${site.url}/bad`);
	assert.match((await violations(page)).join(), /image-alt/);
	await assert.rejects(accessible(page), /image-alt/);
	await page.goto(`${site.url}/framed`);
	assert.match((await violations(page)).join(), /\[http.*\/bad\] image-alt/);
	await page.context().close();
});

test('a page that complains is not quiet, unless it was expected', async () => {
	const page = await open(browser, `${site.url}/good`);
	quiet(page);
	await page.goto(`${site.url}/loud`);
	assert.throws(() => quiet(page), /console: ay/);
	quiet(page, [/ay/, /404/]);
	await page.context().close();
});

test('a window has its size, theme, language and nothing of another', async () => {
	const page = await open(browser, `${site.url}/good`, { size: 'phone', theme: 'dark', language: 'en' });
	const seen = await page.evaluate(() => ({
		width: innerWidth,
		dark: matchMedia('(prefers-color-scheme: dark)').matches,
		language: navigator.language
	}));
	assert.deepEqual(seen, { width: sizes.phone.width, dark: true, language: 'en' });
	await page.evaluate(() => localStorage.setItem('x', '1'));
	const other = await open(browser, `${site.url}/good`);
	assert.equal(await other.evaluate(() => localStorage.getItem('x')), null);
	await page.context().close();
	await other.context().close();
});

test('a picture for each size and theme, and all of them on a sheet', async () => {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'relevo-shots-'));
	const files = await everywhere(browser, 'good', `${site.url}/good`, { to: folder });
	assert.equal(files.length, 9);
	for (const file of files) assert.ok((await stat(file)).size > 1000, file);
	const names = await sheet(browser, path.join(folder, 'all.jpg'), { from: folder });
	assert.equal(names.length, 9);
	assert.ok((await stat(path.join(folder, 'all.jpg'))).size > 1000);
	await rm(folder, { recursive: true });
});

test('a server starts on an empty folder, says its link, ends when asked, and leaves nothing', async () => {
	const server = await start({ binary: fake });
	const link = await server.setupLink();
	assert.equal(link, `${server.url}/setup?token=abc`);
	assert.deepEqual(await server.end(), { code: 0, signal: null });
	await server.up();
	assert.equal((await server.kill()).signal, 'SIGKILL');
	await server.stop();
	await assert.rejects(stat(server.data), /ENOENT/);
});

test('a server that does not start says why', async () => {
	await assert.rejects(start({ binary: fake, env: { FAKE_FAILS: '1' } }), /belongs to somebody else/);
	await assert.rejects(start({ binary: '/nowhere' }), /ENOENT/);
});

const fake = path.resolve(import.meta.dirname, '../testdata/fake-relevo.mjs');
