/** A web server for a handful of pages given as text: another site for the widget, or a page to try the helpers on. */
import http from 'node:http';

/** `pages` maps a path to HTML. Gives `{ url, stop }`. */
export async function serve(pages, { headers = {} } = {}) {
	const server = http.createServer((request, response) => {
		const page = pages[new URL(request.url, 'http://x').pathname];
		response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', ...headers });
		response.end(page ?? '');
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const stop = () =>
		new Promise((resolve) => {
			server.close(resolve);
			server.closeAllConnections();
		});
	return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
