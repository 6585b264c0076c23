/** A mail server that takes what it is given, or refuses whoever it is for, as it is asked to. */
import { once } from 'node:events';
import net from 'node:net';

export async function postbox() {
	const made = new Postbox();
	await made.listen();
	return made;
}

class Postbox {
	/** Whether there is nobody here of that name, for whatever name. */
	refuses = false;
	/** Who got something, in order. */
	got = [];
	/** What they got, as it came. */
	letters = [];

	async listen() {
		this.sockets = new Set();
		this.server = net.createServer((socket) => this.#talk(socket));
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.url = `smtp://127.0.0.1:${this.server.address().port}`;
	}

	#talk(socket) {
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
		socket.on('error', () => undefined);
		let [typed, letter, to, lines] = ['', false, '', []];
		const say = (line) => socket.write(`${line}\r\n`);
		say('220 postbox');
		socket.on('data', (data) => {
			typed += data;
			for (let end = typed.indexOf('\r\n'); end >= 0; end = typed.indexOf('\r\n')) {
				const line = typed.slice(0, end);
				typed = typed.slice(end + 2);
				if (letter) {
					if (line !== '.') {
						lines.push(line.replace(/^\./, ''));
						continue;
					}
					letter = false;
					this.got.push(to);
					this.letters.push(lines.join('\r\n'));
					lines = [];
					say('250 kept');
				} else if (/^RCPT/i.test(line)) {
					to = line.match(/<(.*?)>/)?.[1];
					say(this.refuses ? '550 nobody of that name' : '250 ok');
				} else if (/^DATA/i.test(line)) {
					letter = true;
					say('354 go on');
				} else if (/^QUIT/i.test(line)) {
					say('221 bye');
					socket.end();
				} else say('250 ok');
			}
		});
	}

	async stop() {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}
}
