/** What the server sends when it refuses (RFC 9457), with the words that it chose for this person. */
export interface ProblemBody {
	type?: string;
	title?: string;
	status?: number;
	code?: string;
	field?: string | null;
	params?: Record<string, string>;
	detail?: unknown;
}

/**
 * A refusal, or no answer at all (`status` 0, code `unreachable`). The sentence in `message` is the server's, for the person;
 * empty when there was none to have.
 */
export class Problem extends Error {
	override readonly name = 'Problem';
	readonly status: number;
	readonly code: string;
	/** The field of the request that is wrong. */
	readonly field?: string;
	readonly params: Readonly<Record<string, string>>;
	/** What a screen needs beyond words: both sides of a conflict, the decision that denied. */
	readonly detail: unknown;

	constructor(status: number, body: ProblemBody = {}) {
		super(body.title ?? '');
		this.status = status;
		this.code = body.code ?? (status === 0 ? 'unreachable' : `http.${status}`);
		this.field = body.field ?? undefined;
		this.params = body.params ?? {};
		this.detail = body.detail;
	}

	/** Nothing is known to have happened; the same request may be sent again. */
	get passing(): boolean {
		return this.status === 0 || this.status === 429 || this.status >= 502;
	}
}

export function isProblem(error: unknown, ...codes: string[]): error is Problem {
	return error instanceof Problem && (codes.length === 0 || codes.includes(error.code));
}

/** Reads a refusal, whatever came: a proxy's page is no problem document. */
export async function problemOf(response: Response): Promise<Problem> {
	const type = response.headers.get('content-type') ?? '';
	if (!type.includes('json')) return new Problem(response.status);
	try {
		const body: unknown = await response.json();
		return new Problem(response.status, body && typeof body === 'object' ? body : {});
	} catch {
		return new Problem(response.status);
	}
}
