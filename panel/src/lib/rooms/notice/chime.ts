/** Two soft notes, made here: no file to fetch. Silent until the page was touched once, as browsers want it. */
let context: AudioContext | undefined;

const NOTES = [
	{ hertz: 660, at: 0 },
	{ hertz: 880, at: 0.11 }
];
const LENGTH = 0.28;
const LOUDNESS = 0.07;

export function chime(): void {
	// Before that a browser lets nothing sound, and complains.
	if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
	context ??= new AudioContext();
	const { destination } = context;
	const now = context.currentTime;
	for (const { hertz, at } of NOTES) {
		const tone = new OscillatorNode(context, { frequency: hertz });
		const volume = new GainNode(context, { gain: 0 });
		volume.gain.setValueAtTime(0, now + at);
		volume.gain.linearRampToValueAtTime(LOUDNESS, now + at + 0.015);
		volume.gain.exponentialRampToValueAtTime(0.0001, now + at + LENGTH);
		tone.connect(volume).connect(destination);
		tone.start(now + at);
		tone.stop(now + at + LENGTH);
	}
	void context.resume();
}
