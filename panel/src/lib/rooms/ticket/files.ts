import type { MessageFile } from './model';

const base = (org: string, id: string) =>
	`/api/v1/organisations/${encodeURIComponent(org)}/files/${encodeURIComponent(id)}`;

export const fileUrl = (org: string, file: Pick<MessageFile, 'id'>) => base(org, file.id);

/** What is small enough to be shown in a row of messages. */
export const thumbUrl = (org: string, file: MessageFile) =>
	file.has_preview ? `${base(org, file.id)}/preview` : base(org, file.id);

/** As what a file is shown. What a browser could run is only ever handed out. */
export function shownAs({
	media_type: type,
	width
}: MessageFile): 'image' | 'audio' | 'video' | 'file' {
	if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(type) && width) return 'image';
	if (/^audio\//.test(type)) return 'audio';
	return /^video\/(mp4|webm|quicktime|x-m4v)$/.test(type) ? 'video' : 'file';
}
