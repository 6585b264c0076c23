/** The panel's addresses, as its folders name them: `/o/[org]/tickets/[view]/[[ticket]]`. Whoever adds a page adds it here. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../panel/src/routes');

export async function routes(root = folder) {
	const files = await readdir(root, { recursive: true });
	const pages = files.filter((file) => /^\+page\.(svelte|ts)$/.test(path.basename(file)));
	const named = pages.map((file) => {
		const parts = path.dirname(file).split(path.sep);
		return `/${parts.filter((part) => part !== '.' && !/^\(.*\)$/.test(part)).join('/')}`;
	});
	return [...new Set(named)].sort();
}
