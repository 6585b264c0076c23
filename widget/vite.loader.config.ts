import { defineConfig } from 'vite';

/** `widget.js`: one classic script with a name that never changes, since it stands in the pages of others. */
export default defineConfig({
	build: {
		outDir: 'build',
		emptyOutDir: false,
		target: 'es2022',
		copyPublicDir: false,
		rolldownOptions: {
			input: 'src/loader/main.ts',
			output: { format: 'iife', entryFileNames: 'widget.js' }
		}
	}
});
