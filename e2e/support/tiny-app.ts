/** A remote of one file, as somebody would write it by hand: it keeps every rule of ./souk conform app, or breaks exactly the one that it is told to. */
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
const BUILD = new URL('../../web/packages/config/src/element/build.mjs', import.meta.url).pathname;
const REACT = new URL('../../web/packages/testbed/node_modules/react/cjs/react.production.js', import.meta.url);

/** What runs in the browser. */
const CONTAINER = `
let react;
globalThis.souk_tiny = {
  init(scope) { react = Object.values(scope.react)[0].get()(); },
  get: async () => () => ({ Note }),
};
if (broken === 'globals') window.tinyNotes = [];

function Note({ title }) {
  const [said, setSaid] = react.useState('…');
  const place = react.useRef(null);
  if (broken === 'renders') throw new Error('It cannot be shown.');
  react.useEffect(() => {
    let gone = false;
    const gives = new AbortController();
    const onKey = () => setSaid('a key');
    const asked = fetch('/tiny-service/api/v1/notes', broken === 'unmounts' ? {} : { signal: gives.signal }).then((answer) => {
      if (gone && broken === 'unmounts') throw new Error('A late answer finds nobody.');
      if (!answer.ok && broken === 'fails-alone') document.querySelector('footer').remove();
      setSaid(answer.ok ? 'There are notes' : 'The notes are away');
    });
    if (broken !== 'unmounts') asked.catch(() => undefined);
    addEventListener('keydown', onKey);
    if (broken === 'policy') place.current.setAttribute('style', 'color: red');
    if (broken === 'styles') document.adoptedStyleSheets.push(new CSSStyleSheet());
    return () => {
      gone = true;
      gives.abort();
      if (broken !== 'listeners') removeEventListener('keydown', onKey);
    };
  }, []);
  return react.createElement('p', { ref: place, className: 'tiny-note' }, title, ': ', said);
}`;

export class TinyApp {
  readonly manifest: string;
  private readonly stop: () => void;

  private constructor(manifest: string, stop: () => void) {
    this.manifest = manifest;
    this.stop = stop;
  }

  static async serve(broken: string): Promise<TinyApp> {
    return TinyApp.of('tiny', await filesOf(broken));
  }

  /** Built as a shop builds it. */
  static async ofElements(name: string, folder: string): Promise<TinyApp> {
    execFileSync(process.execPath, [BUILD, name, folder]);
    const built = join(folder, 'dist', 'mfe');
    const files = (await readdir(built, { recursive: true, withFileTypes: true })).filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    const read = files.map(async (file) => [`/mfe/${name}${file.slice(built.length)}`, [file.endsWith('.json') ? 'application/json' : 'text/javascript', await readFile(file, 'utf8')]] as const);
    return TinyApp.of(name, Object.fromEntries(await Promise.all(read)));
  }

  private static async of(name: string, files: Readonly<Record<string, readonly [string, string]>>): Promise<TinyApp> {
    const server = createServer((request, response) => {
      const [type, body] = files[request.url?.split('?', 1)[0] ?? ''] ?? ['text/html', undefined];
      response.writeHead(body === undefined && request.url !== '/' ? 404 : 200, { 'content-type': type, 'content-security-policy': POLICY });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new TinyApp(`http://127.0.0.1:${port}/mfe/${name}/mf-manifest.json`, () => server.close());
  }

  end(): void {
    this.stop();
  }
}

async function filesOf(broken: string): Promise<Record<string, [string, string]>> {
  const js = broken === 'manifest' ? ['away.js'] : [];
  const react = broken === 'one-react' ? `(() => { const exports = {}; ${await readFile(REACT, 'utf8')} })();` : '';
  const heavy = broken === 'budget' ? `const heavy = '${randomBytes(90_000).toString('base64')}';` : '';
  const manifest = {
    id: 'souk_tiny',
    name: 'souk_tiny',
    metaData: { name: 'souk_tiny', globalName: 'souk_tiny', publicPath: '/mfe/tiny/', remoteEntry: { name: 'remoteEntry.js' } },
    exposes: [{ name: 'Note', path: './Note', assets: { js: { sync: js }, css: { sync: [] } }, sample: { title: 'A note' } }],
  };
  return {
    '/mfe/tiny/mf-manifest.json': ['application/json', JSON.stringify(manifest)],
    '/mfe/tiny/remoteEntry.js': ['text/javascript', `(() => {\nconst broken = '${broken}';\n${react}${heavy}${CONTAINER}\n})();`],
    '/tiny-service/api/v1/notes': ['application/json', '["hello"]'],
  };
}
