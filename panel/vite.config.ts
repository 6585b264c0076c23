import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { catalogueInTwo } from './scripts/catalogue.ts';
import { noInlineStyles } from './scripts/no-inline-styles.ts';

/** The desk that answers while the panel is worked on. */
const server = process.env.RELEVO_URL ?? 'http://127.0.0.1:8080';

export default defineConfig(({ mode }) => ({
	plugins: [noInlineStyles(), catalogueInTwo(mode === 'test'), sveltekit()],
	// The gallery is for us: a build for people does not carry it.
	define: {
		__GALLERY__: JSON.stringify(mode !== 'production' || process.env.RELEVO_GALLERY === '1')
	},
	server: {
		proxy: {
			'/api': { target: server, ws: true },
			'/widget': { target: server },
			'/try': { target: server }
		}
	},
	build: {
		target: 'es2022',
		// What is small enough to be a data: address would need a hole in the policy.
		assetsInlineLimit: 0
	},
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						codeSplitting: {
							// What a dozen screens share is one file, and the signs another: small files cost more on the way than they weigh.
							groups: [
								{ name: 'style', test: /type=style|\.css$/, priority: 2 },
								{ name: 'icons', test: /[\\/]@lucide[\\/]/, minShareCount: 2, priority: 1 },
								{
									name: 'kit',
									test: /[\\/]src[\\/]lib[\\/](kit|shell|store|keys|live)[\\/]/,
									minShareCount: 2,
									priority: 1
								},
								{ name: 'documents', test: /[\\/]stdnum[\\/]/, priority: 1 },
								{ name: 'common', minShareCount: 8 }
							]
						}
					}
				}
			}
		}
	},
	resolve: mode === 'test' ? { conditions: ['browser'] } : {},
	test: {
		include: ['src/**/*.test.ts'],
		// A file that wants a page says so in its first line: making one takes longer than most tests.
		environment: './scripts/no-page.ts',
		expect: { requireAssertions: true },
		restoreMocks: true
	}
}));
