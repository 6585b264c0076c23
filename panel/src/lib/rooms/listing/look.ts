/** What no event tells of is read anew while somebody looks at it: each time once the one before is done, `pause` ms later. */
export function lookAgain(look: () => Promise<unknown>, pause: number): () => void {
	let timer: ReturnType<typeof setTimeout>;
	let over = false;
	const next = () => {
		if (!over) timer = setTimeout(run, pause);
	};
	const run = () => {
		if (document.visibilityState !== 'visible') return next();
		// What fails is tried again by the next look, and said where it is shown.
		look().then(next, next);
	};
	next();
	return () => {
		over = true;
		clearTimeout(timer);
	};
}
