declare global {
	/** True where the gallery of components is built in: development and tests. */
	const __GALLERY__: boolean;

	namespace App {
		interface Error {
			message: string;
			/** There was no answer at all. */
			unreachable?: boolean;
		}
		interface PageState {
			/** A sheet or dialog that the back button closes. */
			overlay?: string;
		}
	}
}

export {};
