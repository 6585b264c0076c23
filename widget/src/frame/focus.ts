/** Where the person goes on after opening. A finger does not want the keyboard in its way at once. */
export function enter(): void {
	const field = document.querySelector<HTMLElement>('.form input, .form select, .compose textarea');
	const target = matchMedia('(pointer: coarse)').matches ? null : field;
	(target ?? document.querySelector<HTMLElement>('.head h1'))?.focus();
}

/** Over the whole page, nothing behind may take the focus: it goes round within. */
export function keepInside(event: KeyboardEvent): void {
	const stops = [
		...document.querySelectorAll<HTMLElement>(
			'a[href], button:not(:disabled), input:not([hidden]), select, textarea, [tabindex="0"]'
		)
	].filter((element) => element.checkVisibility());
	const edge = event.shiftKey ? stops[0] : stops.at(-1);
	const start = event.shiftKey ? stops.at(-1) : stops[0];
	const { activeElement } = document;
	if (activeElement !== edge && stops.includes(activeElement as HTMLElement)) return;
	event.preventDefault();
	start?.focus();
}
