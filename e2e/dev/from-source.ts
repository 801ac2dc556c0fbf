import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** `./souk dev` as a person types it, until it has said that all runs. */
export async function souk(...options: string[]): Promise<{ said: () => string; end: () => Promise<number | null> }> {
  const home = process.env.SOUK_E2E_OWN_HOME ?? process.env.SOUK_HOME; // another than the shop's, where that is deployed
  const env = { ...process.env, SOUK_HOME: home, FORCE_COLOR: undefined }; // Playwright asks for colours, which would stand between the words
  const dev = spawn(join(root, 'souk'), ['dev', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [dev.stdout, dev.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  await new Promise<void>((resolve, reject) => {
    const look = () => said.includes('Ctrl-C puts all back') && resolve();
    dev.stdout.on('data', look);
    dev.on('exit', (code) => reject(new Error(`./souk dev ended with ${code}:\n${said}`)));
  });
  return { said: () => said, end: () => ended(dev) };
}

async function ended(dev: ChildProcess): Promise<number | null> {
  if (dev.exitCode !== null) return dev.exitCode;
  const gone = new Promise<number | null>((resolve) => dev.on('exit', resolve));
  dev.kill('SIGINT');
  return gone;
}

/** A source that a story changes; it is put back, also by the next run where this one was killed. */
export class Source {
  private readonly file: string;
  private readonly kept: string;

  constructor(path: string) {
    this.file = join(root, path);
    this.kept = `${this.file}.before-story`;
    this.putBack();
    copyFileSync(this.file, this.kept);
  }

  replace(before: string, after: string): void {
    const text = readFileSync(this.file, 'utf8');
    if (!text.includes(before)) throw new Error(`${this.file} has no ${before}.`);
    writeFileSync(this.file, text.replace(before, after));
  }

  putBack(): void {
    if (existsSync(this.kept)) renameSync(this.kept, this.file);
  }
}
