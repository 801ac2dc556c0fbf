/** Who is tried, and what its own manifest says of it. */
import type { APIRequestContext } from '@playwright/test';

export interface Subject {
  /** As it is called under /mfe/, in ids of its pieces and in the name of its container. */
  name: string;
  /** Of its mf-manifest.json. */
  manifest: string;
  /** Of one piece's JavaScript, gzipped. */
  budgetKb: number;
  /** What its exposes.ts promises, where its sources are known. */
  promised?: readonly string[];
  /** The file that answers who may have changed it since. */
  testbed: string;
}

export interface Exposed {
  name: string;
  path: string;
  assets: { js: { sync: readonly string[] }; css: { sync: readonly string[] } };
  sample?: Record<string, unknown>;
  texts?: Record<string, readonly string[]>;
}

export interface Manifest {
  id: string;
  name: string;
  metaData: { globalName: string; publicPath: string; remoteEntry: { name: string } };
  exposes: readonly Exposed[];
}

export interface Outcome {
  rule: string;
  result: 'kept' | 'broken' | 'not tried';
  said: readonly string[];
}

export function originOf(subject: Subject): string {
  return new URL(subject.manifest).origin;
}

export function folderOf(subject: Subject): string {
  return new URL('.', subject.manifest).href;
}

/** Null for what is no manifest. */
export async function manifestOf(request: APIRequestContext, subject: Subject): Promise<Manifest | null> {
  const answer = await request.get(subject.manifest);
  if (!answer.ok()) return null;
  try {
    const said = (await answer.json()) as Manifest;
    return Array.isArray(said.exposes) && said.exposes.every(isExposed) && said.metaData.remoteEntry.name ? said : null;
  } catch {
    return null;
  }
}

function isExposed(line: Exposed): boolean {
  return typeof line.name === 'string' && Array.isArray(line.assets.js.sync) && Array.isArray(line.assets.css.sync);
}
