/** A page of somebody else: another site, a policy as strict as pages have them, and styles that mean harm. */
import { createServer } from 'node:http';

const css = `
* { letter-spacing: 4px; }
body { font: 16px/1.5 Georgia, serif; margin: 40px auto; max-width: 720px; padding: 0 20px; color: #222; }
button, iframe, section, svg { display: none !important; transform: rotate(8deg) !important; }
div, relevo-widget { opacity: .2; }
main { min-height: 1800px; }
`;

/** @param {string} desk @param {URLSearchParams} asked */
function page(desk, asked) {
	const data = [...asked].map(([name, value]) => ` data-${name}="${value}"`).join('');
	const key = asked.has('key') ? '' : ' data-key="web"';
	return `<!doctype html><html lang="es"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Refaccionaria El Mezquite</title><link rel="stylesheet" href="/host.css">
<script src="/early.js"></script>
<script async src="${desk}/widget.js"${key}${data}></script></head>
<body><main><h1>Refaccionaria El Mezquite</h1><p>Bandas, filtros y sensores. <a href="#a" id="link">Catálogo</a></p></main></body></html>`;
}

export class Host {
	/** What the page does before the widget is there. */
	early = '';
	origin = '';
	elsewhere = '';
	/** @param {string} desk */
	constructor(desk) {
		this.server = createServer((request, response) => {
			const url = new URL(request.url ?? '/', 'http://host');
			response.setHeader(
				'Content-Security-Policy',
				`default-src 'none'; script-src 'self' ${desk}; frame-src ${desk}; style-src 'self'; require-trusted-types-for 'script'`
			);
			if (url.pathname === '/host.css') {
				response.setHeader('Content-Type', 'text/css');
				return response.end(css);
			}
			if (url.pathname === '/early.js') {
				response.setHeader('Content-Type', 'text/javascript');
				return response.end(this.early);
			}
			response.setHeader('Content-Type', 'text/html; charset=utf-8');
			response.end(page(desk, url.searchParams));
		});
	}

	async start() {
		await new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(null)));
		const address = this.server.address();
		if (!address || typeof address === 'string') throw new Error('no port');
		this.origin = `http://127.0.0.1:${address.port}`;
		// Another name for the same machine is another site to the browser.
		this.elsewhere = `http://localhost:${address.port}`;
		return this;
	}

	async stop() {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
