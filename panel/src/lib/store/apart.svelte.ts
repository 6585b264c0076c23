/**
 * Makes something reactive that outlives whoever asked for it first. What is made in the middle of a derivation is that
 * derivation's own, and it would not be told when it changes.
 */
export function apart<T>(make: () => T): T {
	let made: { it: T } | undefined;
	// The root stays: with it would go what is derived inside of what was made.
	$effect.root(() => {
		made = { it: make() };
	});
	if (!made) throw new Error('an effect root runs at once');
	return made.it;
}
