/** 128 bits as text. `crypto.randomUUID` does not exist on a page that is not served over TLS; this does. */
export function randomKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** How long to wait before trying again: doubling from one second to thirty, spread so that not everybody returns at once. */
export function backoff(attempt: number): number {
	return Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2);
}
