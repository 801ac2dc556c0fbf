/** Run in web/together before its types are checked: it has no sources of its own. */
import { writeTogether } from './together.mjs';

writeTogether(process.cwd());
