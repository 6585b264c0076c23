import type { Upload } from '../chat/api';

const PATIENCE = 10 * 60_000;

/** `fetch` does not say how far an upload has come. */
export const upload: Upload = (url, file, name, headers, progress) =>
	new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open('POST', url);
		request.timeout = PATIENCE;
		for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
		request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
		request.onload = () =>
			resolve({
				status: request.status,
				body: request.responseText,
				retryAfter: request.getResponseHeader('Retry-After')
			});
		request.onerror = request.ontimeout = request.onabort = () => reject(new Error('upload'));
		const form = new FormData();
		form.append('file', file, name);
		request.send(form);
	});
