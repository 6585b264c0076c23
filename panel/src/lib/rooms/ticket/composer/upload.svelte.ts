import { freshKey } from '$lib/api/client';
import { explain } from '$lib/api/explain';
import { Problem } from '$lib/api/problem';
import type { MessageFile } from '../model';
import { speech } from '$lib/text/index.svelte';

/** A file that has not reached the server, as a draft or a letter carries it along. */
export interface Unsent {
	key: string;
	name: string;
	type: string;
	size: number;
	source: Blob;
}

interface Carried {
	done: Promise<MessageFile>;
	abort: () => void;
	/** Who wants to know how far it has come. */
	progress: Set<(share: number) => void>;
}

const AGAIN = 5000;
const running = new Map<string, Carried>();

/**
 * Takes a file to the server, once however many ask: the composer that began it and the letter that took it over. `fetch` tells
 * nothing of how far a body has come; the older door does.
 */
export function carry(org: string, { key, name, source }: Unsent): Carried {
	const before = running.get(key);
	if (before) return before;
	const form = new FormData();
	form.append('file', source, name);
	const request = new XMLHttpRequest();
	request.open('POST', `/api/v1/organisations/${encodeURIComponent(org)}/files`);
	request.responseType = 'json';
	request.setRequestHeader('x-relevo', '1');
	request.setRequestHeader('idempotency-key', key);
	request.setRequestHeader('accept-language', speech.locale);
	const progress: Carried['progress'] = new Set();
	request.upload.onprogress = ({ loaded, total }) => {
		// All of it has left; that it has arrived, only the answer says.
		for (const tell of progress) tell(total ? Math.min(0.98, loaded / total) : 0);
	};
	const done = new Promise<MessageFile>((arrived, failed) => {
		request.onload = () => {
			if (request.status === 201) arrived(request.response as MessageFile);
			else failed(new Problem(request.status, request.response ?? {}));
		};
		request.onerror = request.onabort = () => failed(new Problem(0));
	}).finally(() => running.delete(key));
	const carried = { done, abort: () => request.abort(), progress };
	running.set(key, carried);
	request.send(form);
	return carried;
}

/** A file in a composer. Without a line it waits, and goes on by itself. */
export class Upload {
	readonly key: string;
	progress = $state(0);
	state = $state<'uploading' | 'waiting' | 'ready' | 'failed'>('uploading');
	/** Of what is ready. */
	file = $state.raw<MessageFile>();
	why = $state('');
	#abort: (() => void) | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#run = 0;

	constructor(
		readonly org: string,
		readonly source: Pick<File, 'name' | 'type' | 'size'>,
		key = freshKey()
	) {
		this.key = key;
	}

	/** One that is on the server already. */
	static of(org: string, file: MessageFile): Upload {
		const upload = new Upload(org, { name: file.name, type: file.media_type, size: file.size });
		upload.file = file;
		upload.progress = 1;
		upload.state = 'ready';
		return upload;
	}

	/** One that was on its way, under the key that it had. */
	static again(org: string, { key, name, type, source }: Unsent): Upload {
		return new Upload(org, new File([source], name, { type }), key);
	}

	/** As it is carried along by a letter that does not wait for it. */
	get unsent(): Unsent | undefined {
		if (this.file) return undefined;
		const { key, source } = this;
		const { name, type, size } = source;
		return { key, name, type, size, source: source as File };
	}

	start(): void {
		const { unsent } = this;
		if (!unsent) return;
		clearTimeout(this.#timer);
		const run = (this.#run += 1);
		this.state = 'uploading';
		this.progress = 0;
		const { done, abort, progress } = carry(this.org, unsent);
		this.#abort = abort;
		progress.add((share) => (this.progress = share));
		done.then(
			(file) => run === this.#run && this.#ready(file),
			(problem: unknown) => run === this.#run && this.#failed(problem)
		);
	}

	/** The line is back, or may be. */
	resume(): void {
		if (this.state === 'waiting') this.start();
	}

	cancel(): void {
		this.leave();
		this.#abort?.();
	}

	/** Somebody else sees to it from now on. */
	leave(): void {
		this.#run += 1;
		clearTimeout(this.#timer);
	}

	#ready(file: MessageFile): void {
		this.file = file;
		this.progress = 1;
		this.state = 'ready';
	}

	#failed(problem: unknown): void {
		if (problem instanceof Problem && problem.passing) {
			this.state = 'waiting';
			this.#timer = setTimeout(() => this.resume(), AGAIN);
			return;
		}
		this.why = explain(problem);
		this.state = 'failed';
	}
}
