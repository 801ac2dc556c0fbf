import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Next's Pages Router renders by `react-dom/server.edge`; here server-renderer.cjs takes that
 * file's place in the standalone server. It fails where the server is not the one this was made for.
 */
export function renderByString(standalone) {
  const packages = join(standalone, 'node_modules', '.pnpm');
  const next = folderOf(packages, 'next');
  const react = folderOf(packages, 'react-dom');
  const runtime = join(next, 'dist', 'compiled', 'next-server', 'pages-turbo.runtime.prod.js');
  if (!existsSync(runtime) || !readFileSync(runtime, 'utf8').includes('require("react-dom/server.edge")')) {
    throw new Error(`${runtime} does not render by react-dom/server.edge any more. ${FIX}`);
  }
  for (const build of ['server', 'server-legacy']) {
    const file = join(react, 'cjs', `react-dom-${build}.node.production.js`);
    if (!existsSync(file)) throw new Error(`${file} is missing. ${FIX}`);
  }
  copyFileSync(new URL('server-renderer.cjs', import.meta.url), join(react, 'server.edge.js'));
}

const FIX = 'Look how this release of Next renders pages, and change or delete one-renderer.mjs of @souk/config.';

function folderOf(packages, name) {
  const found = readdirSync(packages).filter((folder) => folder.startsWith(`${name}@`));
  if (found.length !== 1) throw new Error(`${packages} holds ${found.length} folders of ${name}, not one. ${FIX}`);
  return join(packages, found[0], 'node_modules', name);
}
