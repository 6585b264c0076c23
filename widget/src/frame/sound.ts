import type { Store } from '../chat/store';

const NAME = 'sound';

/** Off until the customer turns it on. Two soft tones, made on the spot: there is no file to load. */
export class Sound {
	#context: AudioContext | null = null;
	on: boolean;

	constructor(private store: Store) {
		this.on = store.get(NAME) === 'on';
	}

	toggle(): void {
		this.on = !this.on;
		this.store.set(NAME, this.on ? 'on' : 'off');
		this.play();
	}

	play(): void {
		if (!this.on) return;
		try {
			const context = (this.#context ??= new AudioContext());
			void context.resume();
			[660, 880].forEach((pitch, i) => {
				const start = context.currentTime + i * 0.11;
				const tone = context.createOscillator();
				const gain = context.createGain();
				tone.frequency.value = pitch;
				gain.gain.setValueAtTime(0.0001, start);
				gain.gain.exponentialRampToValueAtTime(0.08, start + 0.015);
				gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
				tone.connect(gain).connect(context.destination);
				tone.start(start);
				tone.stop(start + 0.24);
			});
		} catch {
			// No sound on this device: the badge has to do.
		}
	}
}
