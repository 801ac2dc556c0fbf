import type { ComponentType } from 'react';
import type { Remotes } from './generated/remotes';
import type { PageProps } from './shell';

export type RemoteId = keyof Remotes;
export type PropsOf<Id extends RemoteId> = Remotes[Id];

/** Pieces that are whole pages: those whose only prop is the shell. */
export type PageId = { [Id in RemoteId]: Remotes[Id] extends PageProps ? Id : never }[RemoteId];

/** Who answers for a piece. */
export interface Part {
  team: string;
  version: string;
}

export interface Loaded {
  Piece: ComponentType<Record<string, unknown>>;
  part: Part;
}
