import adapter from '@sveltejs/adapter-static';

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
		// The same source gives the same bytes, and so the same hash for the server's policy.
		version: { name: process.env.RELEVO_VERSION ?? 'dev' }
	}
};
