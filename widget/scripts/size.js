/**
 * What a page that carries the widget loads, compressed, against what we promised: the loader, and the frame's scripts with
 * the largest of the languages. The build fails when it is more.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LOADER = 3 * 1024;
const ALL = 30 * 1024;
const build = new URL('../build/', import.meta.url);

/** @param {string} path */
function read(path) {
	return readFileSync(new URL(path, build), 'utf8');
}

/** @param {string} path */
function weigh(path) {
	return gzipSync(read(path), { level: 9 }).length;
}

/** @param {string} text @param {RegExp} pattern */
function named(text, pattern) {
	return [...text.matchAll(pattern)].map((match) => `assets/${match[1]}`);
}

const entries = named(read('frame.html'), /src="\/widget\/assets\/([^"]+\.js)"/g);
if (entries.length !== 1) throw new Error('frame.html loads one script');

/** @type {Set<string>} */
const loaded = new Set();
/** @type {Set<string>} */
const chosen = new Set();
for (const queue = [...entries]; queue.length;) {
	const path = queue.pop();
	if (!path || loaded.has(path)) continue;
	loaded.add(path);
	const code = read(path);
	queue.push(...named(code, /(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g));
	for (const one of named(code, /import\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) chosen.add(one);
}
if (chosen.size < 2) throw new Error('each language is a script of its own');

const loader = weigh('widget.js');
const frame = [...loaded].reduce((sum, path) => sum + weigh(path), 0);
const language = Math.max(...[...chosen].map(weigh));
const all = loader + frame + language;
const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`loader ${kib(loader)} of ${kib(LOADER)}`);
console.log(`frame ${kib(frame)}, language ${kib(language)}, all ${kib(all)} of ${kib(ALL)}`);
if (loader > LOADER || all > ALL) {
	console.error('The widget is heavier than promised.');
	process.exit(1);
}
