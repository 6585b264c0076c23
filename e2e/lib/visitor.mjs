/** A customer of the web chat without a browser: what their frame asks for, and the link that follows them by mail. */
import assert from 'node:assert/strict';

/** The widget's own API at `url`, as its frame calls it. */
export const visitor = (url) => async (method, path, token, body) => {
	const response = await fetch(`${url}/api/v1/widget/${path}`, {
		method,
		headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
		body: body && JSON.stringify(body)
	});
	assert.ok(response.ok, `${method} ${path}: ${response.status}`);
	return response.json();
};

/** Without the soft line ends and escapes in which mails travel. */
export const readable = (letter) => letter.replace(/=\r\n/g, '').replace(/=3D/g, '=');
export const linkIn = (letter) => readable(letter).match(/http:\/\/\S+\/c\/[\w-]+#[\w-]+/)[0];
