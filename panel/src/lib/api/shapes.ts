import type { paths } from './schema';

/** What routes take and answer, by address and verb: the names of the document's own types change with it, these do not. */
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : never;

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

export type Answer<P extends keyof paths, V extends Verb> = paths[P][V] extends {
	responses: infer R;
}
	? Json<R[Extract<keyof R, 200 | 201>]>
	: never;

export type Asked<P extends keyof paths, V extends Verb> = paths[P][V] extends {
	requestBody?: infer B;
}
	? Json<NonNullable<B>>
	: never;

/** One of a page. */
export type Item<P extends keyof paths> =
	Answer<P, 'get'> extends { items: (infer T)[] } ? T : never;
