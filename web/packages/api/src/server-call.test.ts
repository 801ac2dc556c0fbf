// @vitest-environment node
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { callService, TookTooLong } from './server-call';

const LONG_MS = 60_000;
let server: Server;
let connections: Socket[];

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function aService(answers: RequestListener): Promise<string> {
  connections = [];
  server = createServer(answers);
  server.on('connection', (socket) => connections.push(socket));
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/things`;
}

test('an answer is its status and its JSON, and one connection serves many', async () => {
  const url = await aService((request, response) => response.writeHead(404).end(`{"asked":"${request.headers.accept}"}`));

  for (let time = 0; time < 3; time++) {
    expect(await callService(url, LONG_MS)).toEqual({ status: 404, body: { asked: 'application/json' } });
  }
  expect(connections).toHaveLength(1);
});

test('what is no JSON is nothing', async () => {
  const url = await aService((_, response) => response.end('<html>'));

  expect(await callService(url, LONG_MS)).toEqual({ status: 200, body: null });
});

test('who says nothing, or does not finish, is not waited for', async () => {
  const silent = await aService(() => undefined);
  await expect(callService(silent, 50)).rejects.toThrow(TookTooLong);
  server.closeAllConnections();
  server.close();

  const unfinished = await aService((_, response) => void response.write('{'));
  await expect(callService(unfinished, 50)).rejects.toThrow(TookTooLong);
});

test('a connection that was closed while it rested is not a service that is away', async () => {
  let asked = 0;
  const url = await aService((_, response) => {
    asked += 1;
    if (asked === 2) connections[0]?.destroy();
    else response.end('{}');
  });
  await callService(url, LONG_MS);

  expect(await callService(url, LONG_MS)).toEqual({ status: 200, body: {} });
  expect(connections).toHaveLength(2);
});

test('a service that hangs up on a new connection is asked once', async () => {
  let asked = 0;
  const url = await aService((_, response) => {
    asked += 1;
    response.socket?.destroy();
  });

  await expect(callService(url, LONG_MS)).rejects.toThrow();
  expect(asked).toBe(1);
});
