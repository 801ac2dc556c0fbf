import type { RsbuildConfigExport } from '@rsbuild/core';

/** Props to try each piece with, as JSON has them: what a shell does (`navigate`) is given by who tries. */
export type Samples<Exposed> = { readonly [Piece in keyof Exposed]: Exposed[Piece] extends { shell: infer Shell } ? { shell: Omit<Shell, 'navigate'> } : Exposed[Piece] };

export function remote<Exposed>(app: { name: string; exposes: Readonly<Record<keyof Exposed, string>>; samples: Samples<Exposed> }): RsbuildConfigExport;

export function testbed(): RsbuildConfigExport;
