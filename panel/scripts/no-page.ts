import type { Environment } from 'vitest/runtime';

/** Code as browsers get it, in a Node without a page: `node` alone would test what Svelte makes for servers. */
export default {
	name: 'no-page',
	viteEnvironment: 'client',
	setup: () => ({ teardown: () => undefined })
} satisfies Environment;
