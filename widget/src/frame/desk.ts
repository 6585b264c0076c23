import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chat } from '../chat/chat';
import type { Store } from '../chat/store';
import type { FileView } from '../chat/types';
import type { Pictures } from './files';
import type { Sound } from './sound';

/** What every part of the screen may reach without its being handed down. */
export interface Desk {
	chat: Chat;
	store: Store;
	pictures: Pictures;
	sound: Sound;
	enlarge(file: FileView): void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
	const desk = useContext(DeskContext);
	if (!desk) throw new Error('outside of the desk');
	return desk;
}
