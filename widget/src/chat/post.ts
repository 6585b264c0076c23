import { Problem, type Api } from './api';
import type { Blobs } from './blobs';
import type { Item, Outbox } from './outbox';
import type { Message } from './types';

/** Sends one item: its files that are not up yet, then the message. Each under a key of its own, so that it can be done again. */
export async function post(
	api: Api,
	blobs: Blobs,
	outbox: Outbox,
	token: string,
	item: Item
): Promise<Message> {
	for (const file of [...item.files]) {
		if (file.file) continue;
		const blob = await blobs.get(file.id);
		if (!blob) {
			// The browser has let go of it. What was written still goes.
			item.files = item.files.filter((other) => other !== file);
			continue;
		}
		const view = await api.file(token, file.id, blob, file.name, (share) =>
			outbox.uploading(file, share)
		);
		outbox.uploaded(item, file, view);
	}
	if (!item.body && !item.files.length) throw new Problem(410, 'file_lost');
	return api.json<Message>('POST', '/messages', {
		token,
		key: item.key,
		body: {
			body: item.body,
			files: item.files.flatMap((file) => file.file?.id ?? []),
			...(item.details && { details: item.details })
		}
	});
}
