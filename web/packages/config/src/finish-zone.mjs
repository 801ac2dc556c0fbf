/** Run in a zone's folder after `next build`. */
import { basename, join } from 'node:path';
import { mfe } from './manifest.mjs';
import { renderByString } from './one-renderer.mjs';
import { keepOneRuntime } from './one-runtime.mjs';
import { preloadRuntime } from './preload-runtime.mjs';

const zone = basename(process.cwd());
const standalone = join('.next', 'standalone');
keepOneRuntime('.next');
renderByString(standalone);
preloadRuntime('.next', join(standalone, 'web', 'apps', zone, '.next'), mfe(zone).paths[0].replace(/\/$/, ''));
