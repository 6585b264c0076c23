/** When the machine has nothing else to do; at once where it cannot say. */
export function whenIdle(act: () => void): () => void {
	if (typeof requestIdleCallback !== 'function') {
		act();
		return () => undefined;
	}
	const id = requestIdleCallback(act, { timeout: 2000 });
	return () => cancelIdleCallback(id);
}
