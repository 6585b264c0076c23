import type { HandleClientError } from '@sveltejs/kit';
import { isProblem } from '$lib/api/problem';

/** Whether there was no answer at all: the machine's own word on its network says it only sometimes. */
export const handleError: HandleClientError = ({ error, message }) => {
	const unreachable = !navigator.onLine || isProblem(error, 'unreachable');
	if (!unreachable) console.error(error);
	return { message, unreachable };
};
