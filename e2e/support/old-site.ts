import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');

/** What [legacy] of souk.toml may say, but for the url, which is the old site's. */
interface Legacy {
  keeps?: string[];
  moved?: Record<string, string>;
}

/** An old site with a gateway of its own in front of the shop's parts (cli/testing/moving_over.py). */
export class OldSite {
  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly url: string,
  ) {}

  static async opens(): Promise<OldSite> {
    const process = spawn(join(root, '.venv/bin/python'), ['-m', 'cli.testing.moving_over'], { cwd: root, stdio: 'pipe' });
    const said: string[] = [];
    process.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()));
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const { value } = (await lines.next()) as IteratorResult<string, undefined>;
    if (!value) throw new Error(`The old site did not open. ${said.join('')}`);
    return new OldSite(process, lines, value);
  }

  /** From now on the gateway has what souk.toml would say. */
  async says(legacy: Legacy): Promise<void> {
    this.process.stdin.write(`${JSON.stringify(legacy)}\n`);
    const { value } = (await this.lines.next()) as IteratorResult<string, undefined>;
    if (value !== 'ok') throw new Error('The gateway did not take it in.');
  }

  closes(): void {
    this.process.stdin.end();
  }
}
