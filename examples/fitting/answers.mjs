// How an answer looks on the wire: JSON, or a problem with its cause and fix.

const STATUS = {
  'invalid-request': 400,
  'no-such-route': 404,
  'method-not-allowed': 405,
  'body-too-large': 413,
  'internal-error': 500,
};

export class Refusal extends Error {
  constructor(code, cause, fix, { errors = [], headers = {} } = {}) {
    super(cause);
    Object.assign(this, { code, fix, errors, headers });
  }
}

export function send(response, status, body, headers = {}) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

export function refuse(request, response, refusal) {
  const { code, message: cause, fix, errors, headers } = refusal;
  const status = STATUS[code];
  const title = code[0].toUpperCase() + code.slice(1).replaceAll('-', ' ');
  const problem = { type: `urn:souk:${code}`, code, title, status, cause, fix, facts: {}, errors, trace_id: traceOf(request) };
  send(response, status, problem, { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers });
}

/** The caller's trace, as W3C writes it. */
function traceOf(request) {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(request.headers.traceparent ?? '')?.[1] ?? null;
}

/** A page of the shop's own origins may read what is answered; every other is told nothing. */
export function allowOrigin(request, response, origins) {
  response.setHeader('vary', 'Origin');
  const origin = request.headers.origin;
  if (origins.includes(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader('access-control-allow-headers', 'content-type, traceparent');
    }
  }
}
