/** A secret is shown once, when it was made: it waits here for the page that shows it, and is forgotten when that has it. */
const waiting = new Map<string, string>();

export function handOver(channel: string, secret: string | null | undefined): void {
	if (secret) waiting.set(channel, secret);
}

export function takeOver(channel: string): string | undefined {
	const secret = waiting.get(channel);
	waiting.delete(channel);
	return secret;
}
