import type { Chat } from '../chat/chat';
import type { FileView } from '../chat/types';

/** What a browser draws as a picture and nothing more. Never SVG. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

export function isPicture(file: { media_type: string }): boolean {
	return PICTURES.includes(file.media_type);
}

/** Pictures by address of an object in memory: an `<img>` cannot show a token. Each is fetched once. */
export class Pictures {
	#urls = new Map<string, Promise<string>>();

	constructor(private chat: Chat) {}

	thumbnail(file: FileView): Promise<string> {
		return this.#url(file.has_preview ? `/files/${file.id}/preview` : `/files/${file.id}`);
	}

	full(file: FileView): Promise<string> {
		return this.#url(`/files/${file.id}`);
	}

	#url(path: string): Promise<string> {
		let url = this.#urls.get(path);
		if (!url) {
			url = this.chat.bytes(path).then((blob) => URL.createObjectURL(blob));
			this.#urls.set(path, url);
			// What failed may be asked for again.
			url.catch(() => this.#urls.delete(path));
		}
		return url;
	}
}

/** Saves a file on the customer's device. It is never opened on our origin, whatever it says it is. */
export async function download(chat: Chat, file: FileView): Promise<void> {
	const blob = await chat.bytes(`/files/${file.id}`);
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
