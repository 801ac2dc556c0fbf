/**
 * With `assetPrefix: 'auto'` an entry looks for where it lies in six ways, for workers and browsers long gone: 0.3 KB gz in each remote.
 * Every browser that the shop is built for tells the script that runs.
 */
export class BesideItself {
  apply(compiler) {
    compiler.hooks.compilation.tap(BesideItself.name, (compilation) => {
      compilation.hooks.runtimeModule.tap(BesideItself.name, (module) => {
        if (module.name !== 'auto_public_path') return;
        module.source.source = Buffer.from(`${compiler.rspack.RuntimeGlobals.publicPath} = document.currentScript.src.replace(/[^/]*$/, '');`);
      });
    });
  }
}
