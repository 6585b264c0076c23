/** A secret is shown once, when it was made: it waits here for the page that shows it, and is forgotten when that has it. */
const waiting = new Map<string, string>();

export function handOver(thing: string, secret: string | null | undefined): void {
	if (secret) waiting.set(thing, secret);
}

export function takeOver(thing: string): string | undefined {
	const secret = waiting.get(thing);
	waiting.delete(thing);
	return secret;
}
