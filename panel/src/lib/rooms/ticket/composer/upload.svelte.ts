import { freshKey } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import { Problem } from '$lib/api/problem';
import type { MessageFile } from '../model';
import { speech } from '$lib/text/index.svelte';

/** A file on its way to the server. `fetch` tells nothing of how far a body has come; the older door does. */
export class Upload {
	readonly key = freshKey();
	progress = $state(0);
	state = $state<'uploading' | 'ready' | 'failed'>('uploading');
	/** Of what is ready. */
	file = $state.raw<MessageFile>();
	why = $state('');
	#request: XMLHttpRequest | undefined;

	constructor(
		readonly org: string,
		readonly source: Pick<File, 'name' | 'type' | 'size'>
	) {}

	/** One that is on the server already. */
	static of(org: string, file: MessageFile): Upload {
		const upload = new Upload(org, { name: file.name, type: file.media_type, size: file.size });
		upload.file = file;
		upload.progress = 1;
		upload.state = 'ready';
		return upload;
	}

	start(): void {
		this.state = 'uploading';
		this.progress = 0;
		const form = new FormData();
		form.append('file', this.source as File, this.source.name);
		const request = (this.#request = new XMLHttpRequest());
		request.open('POST', `/api/v1/organisations/${encodeURIComponent(this.org)}/files`);
		request.responseType = 'json';
		request.setRequestHeader('x-relevo', '1');
		request.setRequestHeader('idempotency-key', freshKey());
		request.setRequestHeader('accept-language', speech.locale);
		request.upload.onprogress = ({ loaded, total }) => {
			// All of it has left; that it has arrived, only the answer says.
			this.progress = total ? Math.min(0.98, loaded / total) : 0;
		};
		request.onload = () => {
			if (request.status === 201) this.#ready(request.response as MessageFile);
			else this.#failed(new Problem(request.status, request.response ?? {}));
		};
		request.onerror = () => this.#failed(new Problem(0));
		request.send(form);
	}

	cancel(): void {
		this.#request?.abort();
	}

	#ready(file: MessageFile): void {
		this.file = file;
		this.progress = 1;
		this.state = 'ready';
	}

	#failed(problem: Problem): void {
		this.why = explain(problem);
		this.state = 'failed';
	}
}
