import { useEffect, useState } from 'preact/hooks';
import type { Attachment } from '../chat/outbox';
import type { FileView } from '../chat/types';
import { say } from '../text';
import { size } from '../text/format';
import { useDesk } from './desk';
import { download, isPicture } from './files';
import { Icon } from './icons';

function uploaded(file: FileView | Attachment): file is FileView {
	return 'has_preview' in file;
}

/** A file of a message: pictures as pictures, the rest as cards. One that is still going up shows how far it is. */
export function File({ file }: { file: FileView | Attachment }) {
	const view = uploaded(file) ? file : file.file;
	const progress =
		!uploaded(file) && file.share !== undefined ? (
			<progress
				value={file.share}
				max={1}
				aria-label={say('file.uploading', { name: file.name })}
			/>
		) : null;
	if (!view) {
		return (
			<div class="card">
				<Face file={file} />
				<span class="text">
					<b>{file.name}</b>
					{progress ?? <small>{size(file.size)}</small>}
				</span>
			</div>
		);
	}
	return isPicture(view) ? <Picture file={view} /> : <Card file={view} />;
}

function Face({ file }: { file: { media_type: string } }) {
	return (
		<span class="mark">
			<Icon name={file.media_type ? 'file' : 'clip'} />
		</span>
	);
}

function Picture({ file }: { file: FileView }) {
	const { pictures, enlarge } = useDesk();
	const [url, setUrl] = useState<string | null>(null);
	const [lost, setLost] = useState(false);
	useEffect(() => {
		let here = true;
		pictures.thumbnail(file).then(
			(made) => here && setUrl(made),
			() => here && setLost(true)
		);
		return () => {
			here = false;
		};
	}, [file.id]);
	// The room is kept before the picture is there, so that nothing jumps.
	const { width, height } = file;
	const shape = width && height ? { aspectRatio: String(Math.max(width / height, 240 / 260)) } : {};
	return (
		<button
			class="picture"
			type="button"
			aria-label={say('image.open', { name: file.name })}
			onClick={() => enlarge(file)}
		>
			{url ? (
				<img src={url} alt="" style={shape} />
			) : (
				<span class="blank" style={shape}>
					{lost ? say('image.missing') : ''}
				</span>
			)}
		</button>
	);
}

function Card({ file }: { file: FileView }) {
	const { chat } = useDesk();
	const [failed, setFailed] = useState(false);
	function save() {
		setFailed(false);
		download(chat, file).catch(() => setFailed(true));
	}
	return (
		<button class="card" type="button" onClick={save}>
			<span class="hush">{say('file.download')}</span>
			<Face file={file} />
			<span class="text">
				<b>{file.name}</b>
				{failed ? (
					<small class="bad" role="alert">
						{say('file.failed')}
					</small>
				) : (
					<small>{size(file.size)}</small>
				)}
			</span>
			<Icon name="save" />
		</button>
	);
}
