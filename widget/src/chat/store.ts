/** What the frame remembers. Storage may be partitioned, full or blocked: then it remembers for as long as it is open. */
export interface Store {
	get(name: string): string | null;
	set(name: string, value: string): void;
	remove(name: string): void;
	names(prefix: string): string[];
}

export function memoryStore(): Store {
	const held = new Map<string, string>();
	return {
		get: (name) => held.get(name) ?? null,
		set: (name, value) => void held.set(name, value),
		remove: (name) => void held.delete(name),
		names: (prefix) => [...held.keys()].filter((name) => name.startsWith(prefix))
	};
}

/** `prefix` keeps the channels of one server apart. */
export function browserStore(prefix: string, open: () => Storage): Store {
	const memory = memoryStore();
	let storage: Storage;
	try {
		storage = open();
		storage.setItem(`${prefix}?`, '');
		storage.removeItem(`${prefix}?`);
	} catch {
		return memory;
	}
	return {
		get: (name) => memory.get(name) ?? storage.getItem(prefix + name),
		set(name, value) {
			try {
				storage.setItem(prefix + name, value);
				memory.remove(name);
			} catch {
				memory.set(name, value);
			}
		},
		remove(name) {
			memory.remove(name);
			storage.removeItem(prefix + name);
		},
		names(start) {
			const stored = Object.keys(storage)
				.filter((name) => name.startsWith(prefix + start))
				.map((name) => name.slice(prefix.length));
			return [...new Set([...stored, ...memory.names(start)])];
		}
	};
}
