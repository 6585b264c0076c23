const paths = {
	close: 'M5 5l10 10M15 5L5 15',
	send: 'M10 16V4.5M4.5 9.500L10 4l5.5 5.5',
	clip: 'M14.5 6.500l-6.2 6.200a1.8 1.8 0 002.6 2.600l6-6a3.8 3.8 0 00-5.4-5.400l-6 6a5.7 5.7 0 008 8',
	check: 'M4 10.500l4 4 8-9',
	checks: 'M1.5 10.500l4 4 8-9M9.5 14.300l.3.2 8-9',
	clock: 'M10 5.500V10l3 2M17 10a7 7 0 11-14 0 7 7 0 0114 0z',
	warn: 'M10 6.500v4.500M10 14v.01M17 10a7 7 0 11-14 0 7 7 0 0114 0z',
	down: 'M10 4.500V16M4.5 10.500L10 16l5.5-5.5',
	file: 'M5 3h6.500L15 6.500V17H5zM11.5 3v3.500H15',
	save: 'M10 3.500v9M6 9l4 4 4-4M4 16.500h12',
	cloud: 'M3 3l14 14M6.2 8A4 4 0 006 16h8.500M9 5.300A5 5 0 0115 9.500a3.3 3.3 0 012.3 5.5',
	bell: 'M5 13.500V9a5 5 0 0110 0v4.500l1.3 1.500H3.700zM8.5 17.500h3',
	mute: 'M5 13.500V9c0-.7.2-1.4.4-2M8 4.400A5 5 0 0115 9v2.500M13.8 15H3.700L5 13.500M8.5 17.500h3M3 3l14 14'
};

export function Icon({ name, size = 20 }: { name: keyof typeof paths; size?: number }) {
	return (
		<svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
			<path d={paths[name]} />
		</svg>
	);
}
