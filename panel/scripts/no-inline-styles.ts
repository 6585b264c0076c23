import type { Plugin } from 'vite';

// The server's policy refuses style attributes in markup and allows styles set by script. Our own markup has none (the
// linter sees to it); SvelteKit's announcer and a few of bits-ui's wrappers have, and here they become `style:`.

const attribute = /(<[a-zA-Z][^<>]*?)\sstyle="([^"{}]+)"/g;

export function directives(markup: string): string {
	return markup.replace(attribute, (_, before: string, styles: string) => {
		const each = styles
			.split(';')
			.map((one) => one.split(/:(.*)/s).map((half) => half.trim()))
			.filter(([name, value]) => name && value)
			.map(([name, value]) => `style:${name}="${value}"`);
		return `${before} ${each.join(' ')}`;
	});
}

export function noInlineStyles(): Plugin {
	return {
		name: 'relevo:no-inline-styles',
		enforce: 'pre',
		transform: {
			filter: { id: /\.svelte$/, code: 'style="' },
			handler: (code) => ({ code: directives(code), map: null })
		}
	};
}
