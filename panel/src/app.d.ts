declare global {
	/** True where the gallery of components is built in: development and tests. */
	const __GALLERY__: boolean;

	namespace App {
		interface PageState {
			/** A sheet or dialog that the back button closes. */
			overlay?: string;
		}
	}
}

export {};
