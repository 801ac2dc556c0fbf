// Does this container's zone answer? `node healthy.mjs PORT PATH`; there is no page at that path, so a 404 is well.
import { get } from 'node:http';

const [port, path] = process.argv.slice(2);
get({ host: '127.0.0.1', port, path, timeout: 4000 }, ({ statusCode }) => process.exit(statusCode < 500 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
