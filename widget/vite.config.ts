import { defineConfig } from 'vitest/config';

/** The frame and the page to try it on. `vite.loader.config.ts` builds the loader afterwards, into the same folder. */
export default defineConfig({
	// Hashed files live under this path; `frame.html` and `try.html` are served elsewhere.
	base: '/widget/',
	oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
	build: {
		outDir: 'build',
		target: 'es2022',
		// What is small enough to be a data: address would need a hole in the policy.
		assetsInlineLimit: 0,
		modulePreload: false,
		rolldownOptions: { input: ['frame.html', 'try.html'] }
	},
	test: {
		include: ['src/**/*.test.ts'],
		expect: { requireAssertions: true },
		restoreMocks: true
	}
});
