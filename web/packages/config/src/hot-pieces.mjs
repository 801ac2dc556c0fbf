import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placesOf } from './catalogues.mjs';
import { locales } from './manifest.mjs';

const HOT = "import { changed, hot, tell } from '@souk/config/hot';\n";

/** Writes a module for each exposed piece that mounts it anew when it or a text of it changes; answers those modules by id. */
export function hotPieces(folder, exposes) {
  const place = join(folder, 'node_modules', '.hot');
  mkdirSync(place, { recursive: true });
  const texts = join(place, 'texts.mjs');
  writeFileSync(texts, textsModule(placesOf(folder)));
  return Object.fromEntries(
    Object.entries(exposes).map(([id, path]) => {
      const module = join(place, `${id}.mjs`);
      writeFileSync(module, pieceModule(id, join(folder, 'src', path), texts));
      return [id, module];
    }),
  );
}

function pieceModule(id, path, texts) {
  const source = JSON.stringify(path);
  return (
    `import ${JSON.stringify(texts)};\n${HOT}import * as source from ${source};\n\n` +
    `export const ${id} = hot(() => source[${JSON.stringify(id)}]);\n\n` +
    `import.meta.webpackHot.accept(${source}, changed);\n`
  );
}

/** The catalogues as modules, so that a text is replaced like code. */
function textsModule(places) {
  const files = new Map();
  const named = (place, locale) => {
    const file = join(place, `${locale}.json`);
    if (!existsSync(file)) return '{}';
    if (!files.has(file)) files.set(file, `t${files.size}`);
    return files.get(file);
  };
  const all = locales.map((locale) => {
    const lines = places.map(({ name, place }) => `    ${JSON.stringify(name)}: [${named(place, locales[0])}, ${named(place, locale)}],\n`);
    return `  ${JSON.stringify(locale)}: {\n${lines.join('')}  },\n`;
  });
  const imports = [...files].map(([file, name]) => `import ${name} from ${JSON.stringify(file)};\n`).join('');
  const accepted = JSON.stringify([...files.keys()]);
  return `${HOT}${imports}\nconst all = () => ({\n${all.join('')}});\n\ntell(all());\nimport.meta.webpackHot.accept(${accepted}, () => {\n  tell(all());\n  changed();\n});\n`;
}
