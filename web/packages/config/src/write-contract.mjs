import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contract } from './contract.mjs';

/** `node write-contract.mjs FILE`, the task `contract` of a build of the web. */
const [file] = process.argv.slice(2);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(contract()));
