/** Run in a zone's folder after `next build`. */
import { basename, dirname, join, relative } from 'node:path';
import { compileAhead } from './compile-ahead.mjs';
import { assets, mfe, root } from './manifest.mjs';
import { renderByString } from './one-renderer.mjs';
import { keepOneRuntime } from './one-runtime.mjs';
import { preloadRuntime } from './preload-runtime.mjs';

const here = process.cwd();
const isApp = basename(dirname(here)) === 'apps'; // else it is all of them together
const standalone = join('.next', 'standalone');
keepOneRuntime('.next');
compileAhead('.next');
renderByString(standalone);
preloadRuntime('.next', join(standalone, relative(root, here), '.next'), assets + (isApp ? mfe(basename(here)).paths[0].replace(/\/$/, '') : ''));
