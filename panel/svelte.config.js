import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';

/** What it is made from. The same source gives the same name, and so the same bytes and the same hash for the server's policy. */
function source() {
	const hash = createHash('sha256').update(
		readFileSync(join(import.meta.dirname, 'package-lock.json'))
	);
	for (const folder of ['src', 'static'].map((one) => join(import.meta.dirname, one)))
		for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
			const file = join(folder, name);
			if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
		}
	return hash.digest('hex').slice(0, 16);
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: {
		// Runes everywhere, so that one glance tells what is reactive.
		runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true)
	},
	kit: {
		// One page for every address: the server answers it for whatever it does not know.
		// Compression is the server's build's business.
		adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html', strict: true }),
		paths: { relative: false },
		// The service worker keeps what belongs to one version, and drops the others.
		version: { name: source() }
	}
};
