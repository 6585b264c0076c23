import { error } from '@sveltejs/kit';

export async function load() {
	// In a build for people this is gone, and the gallery with it.
	if (__GALLERY__) return { Gallery: (await import('$lib/gallery/Gallery.svelte')).default };
	error(404);
}
