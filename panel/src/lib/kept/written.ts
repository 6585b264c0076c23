/**
 * What a person wrote here and the server has not got yet: letters on their way and drafts, with the files they carry. It outlives
 * a reload and a restart of the browser, and nobody but its writer ever sees it.
 */
import { shelf, type Shelf } from './shelf';

/** How the keys of letters begin. Each stands by itself, so that two windows do not write over each other's. */
export const LETTER = 'letter ';

interface Sheet {
	account: string;
	what: unknown;
}

export class Written {
	#shelf: Shelf<Sheet>;

	constructor(room: Shelf<Sheet>) {
		this.#shelf = room;
	}

	/** Nobody's is not kept. */
	async put(account: string | undefined, key: string, what: unknown): Promise<void> {
		if (account) await this.#shelf.set(key, { account, what });
	}

	async drop(key: string): Promise<void> {
		await this.#shelf.drop(key);
	}

	async get<T>(account: string | undefined, key: string): Promise<T | undefined> {
		const sheet = await this.#shelf.get(key);
		return sheet && sheet.account === account ? (sheet.what as T) : undefined;
	}

	/** All whose key begins so. What is somebody else's goes. */
	async all<T>(account: string, kind: string): Promise<T[]> {
		const sheets = await this.#shelf.all();
		const strange = sheets.filter(([, sheet]) => sheet.account !== account);
		if (strange.length) await this.#shelf.drop(...strange.map(([key]) => key));
		return sheets.flatMap(([key, sheet]) =>
			sheet.account === account && key.startsWith(kind) ? [sheet.what as T] : []
		);
	}

	async wipe(): Promise<void> {
		await this.#shelf.clear();
	}
}

export const written = new Written(shelf('written'));
