/** Run in a zone's folder after `next build`. */
import { join } from 'node:path';
import { renderByString } from './one-renderer.mjs';
import { keepOneRuntime } from './one-runtime.mjs';

keepOneRuntime('.next');
renderByString(join('.next', 'standalone'));
