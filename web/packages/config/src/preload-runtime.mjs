import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Run after `next build`: the HTML of a page that is one piece of another micro frontend names the scripts which bring that
 * piece (@souk/federation's runtime.ts), so that they come with the page's own and not a round trip after them.
 */
const FEDERATED = 'href="/mfe/remotes.json"'; // only such pages ask for it in their HTML
const RUNTIME = 'souk_shell'; // stands in container.ts of @souk/federation
const GROUP = /\["static\/chunks\/[^"\]]+"(?:,"static\/chunks\/[^"\]]+")*\]/g;

export function preloadRuntime(build, standalone, base) {
  const pages = join(standalone, 'server', 'pages');
  const federated = htmlOf(pages).filter((file) => readFileSync(file, 'utf8').includes(FEDERATED));
  if (federated.length === 0) return;
  const links = runtimeChunks(build).map((chunk) => `<link rel="preload" href="${base}/_next/${chunk}" as="script" fetchpriority="low"/>`);
  if (links.length === 0) throw new Error(`No chunk of ${build} holds "${RUNTIME}". Look how this release of Next loads an import(), and change preload-runtime.mjs.`);
  for (const file of federated) writeFileSync(file, readFileSync(file, 'utf8').replace('</head>', `${links.join('')}</head>`));
}

function htmlOf(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
  return names.map((name) => join(folder, name));
}

/** The group of chunks that an import() of the runtime asks for. */
function runtimeChunks(build) {
  const folder = join('static', 'chunks');
  const texts = new Map(
    readdirSync(join(build, folder))
      .filter((name) => name.endsWith('.js'))
      .map((name) => [`static/chunks/${name}`, readFileSync(join(build, folder, name), 'utf8')]),
  );
  const groups = [...texts.values()].flatMap((text) => text.match(GROUP) ?? []).map((group) => JSON.parse(group));
  const asked = groups.find((group) => group.some((chunk) => texts.get(chunk)?.includes(RUNTIME)));
  return (asked ?? []).filter((chunk) => chunk.endsWith('.js'));
}
