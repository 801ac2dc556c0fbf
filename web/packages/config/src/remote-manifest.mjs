import { dirname } from 'node:path';
import { hashOf, placesOf, scriptOf, textsIn } from './catalogues.mjs';
import { locales } from './manifest.mjs';

/** Writes mf-manifest.json: where the remote's container is, and of each piece which files it brings, its texts by language and props to try it with. */
export class RemoteManifest {
  /** `samples`: props that each piece can be tried with (./souk conform app). */
  constructor({ name, filename, exposes }, samples) {
    Object.assign(this, { name, filename, exposes, samples });
  }

  apply(compiler) {
    const { Compilation, sources } = compiler.rspack;
    compiler.hooks.thisCompilation.tap('RemoteManifest', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT; // file names hold their hashes by now
      compilation.hooks.processAssets.tap({ name: 'RemoteManifest', stage }, () => {
        const emit = (name, script) => compilation.emitAsset(name, new sources.RawSource(script));
        const text = JSON.stringify(this.contents(compilation, placesOf(compiler.context), emit), null, 2);
        compilation.emitAsset('mf-manifest.json', new sources.RawSource(text));
      });
    });
  }

  contents(compilation, places, emit) {
    const { publicPath } = compilation.outputOptions;
    const remoteEntry = { name: this.filename, path: '', type: 'global' };
    return {
      id: this.name,
      name: this.name,
      metaData: { name: this.name, globalName: this.name, publicPath, remoteEntry },
      exposes: Object.entries(this.exposes).map(([path, { name: chunk }]) => {
        const group = compilation.namedChunkGroups.get(chunk);
        const files = group.getFiles();
        const ending = (end) => ({ sync: files.filter((file) => file.endsWith(end)), async: [] });
        const name = path.replace('./', '');
        const spoken = spokenBy(compilation, group, places);
        const assets = { js: ending('.js'), css: ending('.css') };
        return { id: `${this.name}:${name}`, name, path, assets, texts: textsOfPiece(spoken, emit), sample: this.samples[name] };
      }),
      // Of all pieces, for pages of an earlier release, which know of no other.
      texts: writeTexts(places, emit),
    };
  }
}

/** The catalogues that a piece's code, also what it loads later, takes its texts from. */
function spokenBy(compilation, piece, places) {
  const groups = new Set([piece]); // grows as it is walked
  for (const group of groups) for (const child of group.childrenIterable) groups.add(child);
  const modules = [...groups].flatMap(({ chunks }) => chunks).flatMap((chunk) => [...compilation.chunkGraph.getChunkModules(chunk)]);
  const files = modules.flatMap((module) => module.modules ?? [module]).map((module) => module.nameForCondition?.() ?? '');
  const folders = new Set(files.map((file) => dirname(file)));
  return places.filter(({ place }) => folders.has(place));
}

/** A file of each catalogue, so that two pieces of a page bring what both say once. */
function textsOfPiece(places, emit) {
  const each = places.map((place) => writeTexts([place], emit));
  return Object.fromEntries(locales.map((locale) => [locale, each.map((files) => files[locale])]));
}

function writeTexts(places, emit) {
  const scripts = Object.entries(textsIn(places)).map(([locale, texts]) => {
    const script = scriptOf(locale, texts);
    const name = `static/texts/${locale}.${hashOf(script)}.js`;
    emit(name, script);
    return [locale, name];
  });
  return Object.fromEntries(scripts);
}
