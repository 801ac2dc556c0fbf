// Plays what stands elsewhere: a network that asks the gateway for files and keeps them, a portal, and a host of pictures.
import { createServer } from 'node:http';

const shop = process.env.SOUK_E2E_URL;
const { assets, seller, pictures } = JSON.parse(process.env.SOUK_E2E_ORIGINS);
const OWN = ['content-type', 'cache-control', 'cross-origin-resource-policy', 'access-control-allow-origin', 'x-content-type-options'];
const kept = new Map();

serve(assets, async (path, answer) => {
  if (path === '/health') return answer.end();
  const file = kept.get(path) ?? (await fetched(path));
  if (/immutable/.test(file.headers['cache-control'])) kept.set(path, file);
  answer.writeHead(file.status, file.headers).end(file.body);
});

serve(seller, (_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Portal</title><h1>Portal</h1>'));

serve(pictures, (path, answer) => {
  if (path === '/') return answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Pictures</title>');
  if (path.endsWith('.js')) return answer.writeHead(200, { 'content-type': 'text/javascript' }).end('globalThis.strangerRan = true;');
  answer.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
});

async function fetched(path) {
  const came = await fetch(shop + path);
  const headers = Object.fromEntries(OWN.flatMap((name) => (came.headers.has(name) ? [[name, came.headers.get(name)]] : [])));
  return { status: came.status, headers, body: Buffer.from(await came.arrayBuffer()) };
}

function serve(origin, answerTo) {
  createServer((request, answer) => {
    Promise.resolve(answerTo(request.url, answer)).catch((error) => answer.writeHead(502).end(String(error)));
  }).listen(Number(new URL(origin).port), '127.0.0.1');
}
