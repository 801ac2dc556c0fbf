/** Stands for runtime.ts where all micro frontends are one build: a piece is a chunk of it (@souk/config's together.mjs). */
import { language } from '@souk/api/language';
import type { ComponentType } from 'react';
import type { Loaded, Part, PropsOf, RemoteId } from './contract';
import { runOnce } from './script';

type NameIn<Id extends RemoteId> = Id extends `${string}/${infer Name}` ? Name : never;

interface BuiltPiece<Id extends RemoteId> {
  part: Part;
  /** By locale, the files with what the piece says beside its page. */
  texts: Readonly<Record<string, readonly string[]>>;
  bring: () => Promise<{ readonly [Name in NameIn<Id>]: ComponentType<PropsOf<Id>> }>;
}

type Load = (id: RemoteId, attempt: number) => Promise<Loaded>;

/** The contract of all exposed pieces, kept by the compiler: each is there, and takes the props that it promises to take. */
export type BuiltPieces = { readonly [Id in RemoteId]: BuiltPiece<Id> };

/** `remotes`: who loads the pieces of micro frontends that stay apart. */
export function fromBuild(pieces: BuiltPieces): Load;
export function fromBuild(pieces: Partial<BuiltPieces>, remotes: () => Promise<{ load: Load }>): Load;
export function fromBuild(pieces: Partial<BuiltPieces>, remotes?: () => Promise<{ load: Load }>): Load {
  return async function load(id, attempt) {
    const built = pieces[id];
    if (!built) return remoteOf(id, attempt, remotes);
    const { part, texts, bring } = built;
    const said = (texts[language().locale] ?? []).map(runOnce);
    const [module] = await Promise.all([bring(), ...said]);
    const Piece = Reflect.get(module, id.slice(id.indexOf('/') + 1)) as Loaded['Piece'];
    return { Piece, part };
  };
}

async function remoteOf(id: RemoteId, attempt: number, remotes: (() => Promise<{ load: Load }>) | undefined): Promise<Loaded> {
  if (!remotes) throw new Error(`${id} is not in this build.`);
  return (await remotes()).load(id, attempt);
}
