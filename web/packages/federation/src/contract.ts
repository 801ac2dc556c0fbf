import type { Remotes } from './generated/remotes';
import type { PageProps } from './shell';

export type RemoteId = keyof Remotes;
export type PropsOf<Id extends RemoteId> = Remotes[Id];

/** Pieces that are whole pages: those whose only prop is the shell. */
export type PageId = { [Id in RemoteId]: Remotes[Id] extends PageProps ? Id : never }[RemoteId];
