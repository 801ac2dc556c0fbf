import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Run after `next build`: with `turbopackSharedRuntime: false` the entry chunk of every page carries Turbopack's whole
 * runtime (4 KB gz), and leaves it at once when another has run, as that of `_app` always has: Next puts `_app`
 * first into every page. Here only the entry itself stays. An entry that looks otherwise is left as it is.
 */
const ENTRY = /^(\(globalThis\.TURBOPACK\|\|.{1,40}?\.push\(\[.*?runtimeModuleIds:\[[\d,]*\]\}\]\)),(?=\(\(\)=>\{.{1,200}?Array\.isArray\(\w+\)\)return;)/s;

export function keepOneRuntime(build) {
  const { pages } = JSON.parse(readFileSync(join(build, 'build-manifest.json'), 'utf8'));
  const first = new Set(pages['/_app']);
  const chunks = join('static', 'chunks');
  for (const name of readdirSync(join(build, chunks))) {
    if (!/^turbopack-.*\.js$/.test(name) || first.has(`static/chunks/${name}`)) continue;
    const file = join(build, chunks, name);
    const [, entry] = ENTRY.exec(readFileSync(file, 'utf8')) ?? [];
    if (entry !== undefined) writeFileSync(file, `${entry};\n`);
  }
}
