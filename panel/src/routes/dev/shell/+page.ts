import { error } from '@sveltejs/kit';

export async function load() {
	// In a build for people this is gone, and the sample with it.
	if (__GALLERY__) return { Frame: (await import('$lib/gallery/Frame.svelte')).default };
	error(404);
}
