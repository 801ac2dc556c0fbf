import { Agent, get, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, get as getSecurely } from 'node:https';

/** Services close a connection that has rested for five seconds. */
const RESTS_MS = 4_000;
const agents = {
  http: new Agent({ keepAlive: true, timeout: RESTS_MS }),
  https: new SecureAgent({ keepAlive: true, timeout: RESTS_MS }),
};

export interface Answer {
  status: number;
  /** null: it was no JSON. */
  body: unknown;
}

export class TookTooLong extends Error {}

/** GET of JSON from a service, by Node's own client: half of what `fetch` takes of the processor on the server. */
export async function callService(url: string, deadlineMs: number): Promise<Answer> {
  const ends = Date.now() + deadlineMs;
  try {
    return await once(url, deadlineMs);
  } catch (error) {
    // The service closed the resting connection in the moment in which it was taken up again.
    if (!(error instanceof ClosedAtRest)) throw error;
    return once(url, ends - Date.now());
  }
}

class ClosedAtRest extends Error {}

function once(url: string, deadlineMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const options = { agent: secure ? agents.https : agents.http, headers: { accept: 'application/json' } };
    const request = (secure ? getSecurely : get)(url, options, (response) => read(response).then(resolve, reject));
    const deadline = setTimeout(() => request.destroy(new TookTooLong(`${url} did not answer in ${deadlineMs} ms.`)), deadlineMs);
    request.on('close', () => clearTimeout(deadline));
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(request.reusedSocket && error.code === 'ECONNRESET' ? new ClosedAtRest() : error),
    );
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer); // without an encoding, a part is bytes
  return { status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
