#!/usr/bin/env node
// Behaves at its edges as `relevo serve` does, to try the helpers on.
import http from 'node:http';

const flag = (name) => process.argv[process.argv.indexOf(name) + 1];
const [host, port] = flag('--listen').split(':');
if (process.env.FAKE_FAILS) {
	console.error('the folder belongs to somebody else');
	process.exit(3);
}
const server = http.createServer((request, response) =>
	response.writeHead(request.url === '/readyz' ? 200 : 404).end()
);
server.listen(Number(port), host, () =>
	console.log(`Set up: http://${host}:${port}/setup?token=abc in ${flag('--data')}`)
);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
