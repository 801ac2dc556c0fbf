import { catalogues, hashOf, scriptOf } from './catalogues.mjs';

/** Writes mf-manifest.json: where the remote's container is, which files each of its pieces brings, and its texts by language. */
export class RemoteManifest {
  constructor({ name, filename, exposes }) {
    Object.assign(this, { name, filename, exposes });
  }

  apply(compiler) {
    const { Compilation, sources } = compiler.rspack;
    compiler.hooks.thisCompilation.tap('RemoteManifest', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT; // file names hold their hashes by now
      compilation.hooks.processAssets.tap({ name: 'RemoteManifest', stage }, () => {
        const texts = this.texts((name, script) => compilation.emitAsset(name, new sources.RawSource(script)));
        const text = JSON.stringify({ ...this.contents(compilation), texts }, null, 2);
        compilation.emitAsset('mf-manifest.json', new sources.RawSource(text));
      });
    });
  }

  texts(emit) {
    const scripts = Object.entries(catalogues(process.cwd())).map(([locale, texts]) => {
      const script = scriptOf(locale, texts);
      const name = `static/texts/${locale}.${hashOf(script)}.js`;
      emit(name, script);
      return [locale, name];
    });
    return Object.fromEntries(scripts);
  }

  contents(compilation) {
    const { publicPath } = compilation.outputOptions;
    const remoteEntry = { name: this.filename, path: '', type: 'global' };
    return {
      id: this.name,
      name: this.name,
      metaData: { name: this.name, globalName: this.name, publicPath, remoteEntry },
      exposes: Object.entries(this.exposes).map(([path, { name: chunk }]) => {
        const files = compilation.namedChunkGroups.get(chunk).getFiles();
        const ending = (end) => ({ sync: files.filter((file) => file.endsWith(end)), async: [] });
        const name = path.replace('./', '');
        return { id: `${this.name}:${name}`, name, path, assets: { js: ending('.js'), css: ending('.css') } };
      }),
    };
  }
}
