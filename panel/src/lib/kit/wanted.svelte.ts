/**
 * What opens over a button is made when it is first opened, and stays from then on: a screen has dozens of them, and making each
 * beforehand took longer than the screen itself.
 */
export function whenWanted(open: () => boolean): { readonly now: boolean } {
	let wanted = $state(false);
	$effect.pre(() => {
		if (open()) wanted = true;
	});
	return {
		get now() {
			return wanted;
		}
	};
}
