import { doubt } from './document';

/** Typing has come to rest. */
const REST = 400;

/** What is doubtful about the document in a form, while it is one that was just typed: what stood there before is nobody's mistake now. */
export class Doubt {
	text = $state<string>();

	constructor(read: () => { document: string; before: string; country: string }) {
		$effect(() => {
			const { document, before, country } = read();
			this.text = undefined;
			if (document.trim() === before) return;
			let over = false;
			const timer = setTimeout(async () => {
				const text = await doubt(document, country);
				if (!over) this.text = text;
			}, REST);
			return () => {
				over = true;
				clearTimeout(timer);
			};
		});
	}
}
