// Writes the hash of every inline script of the built page, one source a line, for the server's
// Content-Security-Policy. There is one: SvelteKit's start. A second would be a mistake, so it stops the build.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const html = readFileSync('build/index.html', 'utf8');
const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
	(m) => m[1]
);
if (scripts.length !== 1) throw new Error(`expected one inline script, found ${scripts.length}`);
if (/<style|\sstyle=|\son\w+=/.test(html)) throw new Error('inline style or handler in the page');

const sources = scripts.map(
	(s) => `'sha256-${createHash('sha256').update(s, 'utf8').digest('base64')}'`
);
writeFileSync('build/csp.txt', sources.join('\n') + '\n');

// And no component brings one along: it would be refused, and complained about in everybody's console.
for (const name of readdirSync('build/_app', { recursive: true, encoding: 'utf8' })) {
	const file = `build/_app/${name}`;
	if (name.endsWith('.js') && /<[a-z][^<>`]*\sstyle="/.test(readFileSync(file, 'utf8')))
		throw new Error(`style attribute in ${file}`);
}
