/** The files of messages that are not sent yet, so that a page that is loaded again still has them. */
export interface Blobs {
	put(id: string, blob: Blob): Promise<void>;
	get(id: string): Promise<Blob | null>;
	remove(id: string): Promise<void>;
}

export function memoryBlobs(): Blobs {
	const held = new Map<string, Blob>();
	return {
		put: async (id, blob) => void held.set(id, blob),
		get: async (id) => held.get(id) ?? null,
		remove: async (id) => void held.delete(id)
	};
}

const STORE = 'files';

function done<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function ended(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
}

/** In the frame's own database; in memory as well, which is what is left where the browser refuses one. */
export function browserBlobs(prefix: string): Blobs {
	const memory = memoryBlobs();
	let opening: Promise<IDBDatabase> | undefined;

	function open(): Promise<IDBDatabase> {
		return (opening ??= (async () => {
			const request = indexedDB.open('relevo', 1);
			request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
			return done(request);
		})());
	}

	async function use<T>(
		mode: IDBTransactionMode,
		act: (store: IDBObjectStore) => IDBRequest<T>
	): Promise<T | null> {
		try {
			const transaction = (await open()).transaction(STORE, mode);
			const result = await done(act(transaction.objectStore(STORE)));
			// What was written is there when the transaction has ended, and not before.
			if (mode === 'readwrite') await ended(transaction);
			return result;
		} catch {
			return null;
		}
	}

	return {
		async put(id, blob) {
			await memory.put(id, blob);
			await use('readwrite', (store) => store.put(blob, prefix + id));
		},
		async get(id) {
			return (
				(await memory.get(id)) ??
				((await use('readonly', (store) => store.get(prefix + id))) as Blob | undefined) ??
				null
			);
		},
		async remove(id) {
			await memory.remove(id);
			await use('readwrite', (store) => store.delete(prefix + id));
		}
	};
}
