import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * What only Manage, the monitoring table, the pages about oneself and what stands below a contact say, by the first word of the key. It
 * comes when what one works with stands.
 */
const LATER = new Set([
	'alike',
	'audit',
	'bulk',
	'channels',
	'companies',
	'dead-letters',
	'external',
	'fields',
	'hours',
	'joining',
	'me',
	'monitor',
	'portfolio',
	'resolutions',
	'roles',
	'teams',
	'telegram',
	'time',
	'tokens',
	'webhooks',
	'whatsapp'
]);

const isLater = (key: string) => LATER.has(key.slice(0, key.indexOf('.')));

/** One catalogue a language in the source, two files on the way: `es.json?first` and `es.json?later`. A test has all at once. */
export function catalogueInTwo(atOnce: boolean): Plugin {
	return {
		name: 'relevo:catalogue-in-two',
		enforce: 'pre',
		load: {
			filter: { id: /\/text\/[\w-]+\.json\?.*\b(first|later)$/ },
			handler(id) {
				const [file = id] = id.split('?');
				const later = id.endsWith('later');
				const whole = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
				const part = Object.entries(whole).filter(([key]) => (!atOnce && isLater(key)) === later);
				this.addWatchFile(file);
				return {
					code: `export default ${JSON.stringify(Object.fromEntries(part))}`,
					moduleType: 'js'
				};
			}
		}
	};
}
