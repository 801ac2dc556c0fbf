// A service of Souk without kit and without a framework: `node server.mjs`, told by variables as all others are.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Refusal, allowOrigin, refuse, send } from './answers.mjs';
import { SIZES, sizeFor, wrongIn } from './fitting.mjs';

const NAME = 'fitting';
const LARGEST_BODY = 16 * 1024;
const KEEP_ALIVE_MS = 75_000; // longer than the gateway keeps an idle connection, or a request meets a closing one
const DRAIN_MS = 10_000;

const own = (setting, otherwise) => process.env[`SOUK_${NAME.toUpperCase()}_${setting}`] ?? process.env[`SOUK_${setting}`] ?? otherwise;
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const document = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8'));
const origins = JSON.parse(own('ORIGINS', '[]'));
const about = { service: NAME, version };
const uncached = { 'cache-control': 'no-store' };
let draining = false;

const ROUTES = {
  '/health/live': { GET: (_, response) => send(response, 200, { status: 'ok', ...about }, uncached) },
  '/health': { GET: ready },
  '/openapi.json': { GET: (_, response) => send(response, 200, document) },
  '/api/v1/sizes': { GET: (_, response) => send(response, 200, { items: SIZES }, { 'cache-control': 'public, max-age=300' }) },
  '/api/v1/fittings': { POST: fit },
};

function ready(_, response) {
  const process = draining ? { ok: false, cause: 'It is draining: it answers what it has and then ends.' } : { ok: true };
  send(response, draining ? 503 : 200, { status: draining ? 'unready' : 'ok', ...about, checks: { process } }, uncached);
}

async function fit(request, response) {
  const body = await jsonOf(request);
  const errors = wrongIn(body);
  if (errors.length > 0) throw invalid(errors);
  send(response, 200, { size: sizeFor(body.chest_cm) }, uncached);
}

async function jsonOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST_BODY) throw new Refusal('body-too-large', `The body is larger than ${LARGEST_BODY} bytes.`, 'Send less.');
    parts.push(part);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    throw invalid([{ field: '', cause: 'It is no JSON.', place: 'body' }]);
  }
}

function invalid(errors) {
  return new Refusal('invalid-request', 'The request cannot be accepted.', 'Correct the fields listed under errors.', { errors });
}

async function answer(request, response) {
  allowOrigin(request, response, origins);
  const methods = ROUTES[request.url.split('?', 1)[0]];
  if (!methods) throw new Refusal('no-such-route', 'Nothing is served at this path.', 'See /openapi.json for what is.');
  if (request.method === 'OPTIONS') return response.writeHead(204).end();
  const route = methods[request.method];
  if (route) return route(request, response);
  const allow = Object.keys(methods).join(', ');
  throw new Refusal('method-not-allowed', `This path does not take ${request.method}.`, `Use ${allow}.`, { headers: { allow } });
}

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
  response.on('finish', () => draining && request.socket.end()); // kept alive, it would keep the process
  answer(request, response).catch((error) => {
    if (!(error instanceof Refusal)) console.error(JSON.stringify({ level: 'error', event: 'unhandled', error: String(error) }));
    if (response.headersSent) return response.destroy();
    const unexpected = () => new Refusal('internal-error', 'Something went wrong on our side.', 'Try again in a moment.');
    refuse(request, response, error instanceof Refusal ? error : unexpected());
  });
});

/** What was begun is answered; nothing new is taken; then the process ends by itself. */
function drain() {
  draining = true;
  server.close();
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
}

process.on('SIGTERM', drain).on('SIGINT', drain);
server.listen(Number(own('PORT')), own('HOST', '127.0.0.1'), () => {
  console.log(JSON.stringify({ level: 'info', event: 'serving', part: NAME, port: server.address().port }));
});
