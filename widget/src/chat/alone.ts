/** Does something while no other page of this browser does the same. */
export type Alone = <T>(act: () => Promise<T>) => Promise<T>;

/** By the browser's locks. Without TLS there are none, and where storage is blocked they are refused: then it just does it. */
export function browserAlone(name: string, locks: () => LockManager | undefined): Alone {
	return async (act) => {
		let begun = false;
		try {
			const manager = locks();
			if (!manager) throw new Error('no locks');
			return await manager.request(name, () => {
				begun = true;
				return act();
			});
		} catch (error) {
			if (begun) throw error;
			return act();
		}
	};
}
