/**
 * Does something at once, and again once more if it was asked for meanwhile, but never more often than every `pause`
 * milliseconds: many events at a time are one reading, and the first one does not wait.
 */
export function soon(run: () => Promise<void> | void, pause = 600): () => void {
	let busy = false;
	let again = false;
	const go = () => {
		if (busy) {
			again = true;
			return;
		}
		busy = true;
		again = false;
		void Promise.resolve(run())
			.catch(() => undefined)
			.then(() => new Promise((done) => setTimeout(done, pause)))
			.then(() => {
				busy = false;
				if (again) go();
			});
	};
	return go;
}
