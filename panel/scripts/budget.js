// The first load of the panel may weigh 200 kB of compressed script, all told: the page's own script, whatever it
// imports before anything can be seen, and the largest screen with the catalogue of one language.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 200_000;
const manifest = JSON.parse(readFileSync('.svelte-kit/output/client/.vite/manifest.json', 'utf8'));

/** Everything that a module brings along before it runs. */
function closure(key, seen = new Set()) {
	if (seen.has(key)) return seen;
	seen.add(key);
	for (const next of manifest[key]?.imports ?? []) closure(next, seen);
	return seen;
}

function weigh(keys) {
	let total = 0;
	for (const key of keys) {
		const file = join('build', manifest[key].file);
		if (!existsSync(file) || !file.endsWith('.js')) continue;
		total += gzipSync(readFileSync(file), { level: 9 }).length;
	}
	return total;
}

const keys = Object.keys(manifest);
const node = (n) => keys.find((k) => k.endsWith(`/generated/client-optimized/nodes/${n}.js`));
const start = keys.filter((k) => /\/client\/entry\.js$|client-optimized\/app\.js$/.test(k));
const text = keys.filter((k) => k.endsWith('src/lib/text/es.json?first'));
const pages = keys.filter((k) => /client-optimized\/nodes\/\d+\.js$/.test(k));

const base = new Set();
for (const key of [...start, node(0), node(1), ...text]) if (key) closure(key, base);

const rows = pages.map((page) => [page, weigh(closure(page, new Set(base)))]);
rows.sort((a, b) => b[1] - a[1]);
const kb = (n) => `${(n / 1000).toFixed(1)} kB`;
console.log(
	`script, compressed: before any screen ${kb(weigh(base))}, largest screen ${kb(rows[0][1])}, limit ${kb(LIMIT)}`
);
if (rows[0][1] > LIMIT) {
	console.error('first load is over its limit');
	process.exit(1);
}
