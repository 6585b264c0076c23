import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileView } from '../chat/types';
import { say } from '../text';
import { useDesk } from './desk';
import { download } from './files';
import { Icon } from './icons';

/** A picture in its own size, over the conversation. */
export function Light({ file, close }: { file: FileView; close: () => void }) {
	const { chat, pictures } = useDesk();
	const box = useRef<HTMLDialogElement>(null);
	const [url, setUrl] = useState('');
	const [failed, setFailed] = useState(false);
	useEffect(() => {
		box.current?.showModal();
		pictures.full(file).then(setUrl, () => setFailed(true));
	}, [file.id]);
	return (
		<dialog
			class="light"
			ref={box}
			aria-label={file.name}
			onClose={close}
			onClick={(event) => event.target === box.current && box.current?.close()}
		>
			<header>
				<span>{file.name}</span>
				<button
					type="button"
					class="icon"
					aria-label={say('image.save', { name: file.name })}
					onClick={() => download(chat, file).catch(() => setFailed(true))}
				>
					<Icon name="save" />
				</button>
				<button
					type="button"
					class="icon"
					aria-label={say('image.close')}
					onClick={() => box.current?.close()}
				>
					<Icon name="close" />
				</button>
			</header>
			{url && <img src={url} alt={file.name} />}
			{failed && <p role="alert">{say('file.failed')}</p>}
		</dialog>
	);
}
