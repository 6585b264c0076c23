/**
 * Where the focus goes when a dialog opens: to the first thing to fill in, else to the dialog itself, so that it is read
 * from its title on. Never to the cross that closes it.
 */
export function openingFocus(event: Event, dialog: HTMLElement | null): void {
	event.preventDefault();
	const first = dialog?.querySelector<HTMLElement>(
		'[data-autofocus], input:not([type="hidden"]), textarea'
	);
	(first ?? dialog)?.focus();
}
