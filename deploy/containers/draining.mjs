// `node --import draining.mjs server.js`: a Node server that shares its address and leaves it without losing a request.
// The same as kit/running/listening.py and draining.py, for whatever listens by node:http; it need not know.
import http from 'node:http';
import net from 'node:net';

const CALLERS_KEEP_MS = 4000; // kit/calls/keeping.py
const UNDER_WAY_MS = 10000;

// {"4000": [7, 9]}: for this port, descriptors of the shared address and of the instance's own.
const handed = JSON.parse(process.env.SOUK_SOCKETS || '{}');
const doors = new Set();
const connections = new Set();
const answers = new Set();
let isDraining = false;

const { listen } = http.Server.prototype;
http.Server.prototype.listen = function listenWhereHanded(...args) {
  this.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  this.prependListener('request', (_, answer) => {
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
    if (isDraining) answer.setHeader('Connection', 'close');
  });
  doors.add(this);
  const [shared, own] = handed[args[0]?.port ?? args[0]] ?? [];
  if (shared === undefined) return listen.apply(this, args);
  doors.add(net.createServer((connection) => this.emit('connection', connection)).listen({ fd: own }));
  return listen.call(this, { fd: shared }, args.find((argument) => typeof argument === 'function'));
};

process.once('SIGUSR2', () => {
  isDraining = true;
  for (const door of doors) net.Server.prototype.close.call(door); // http's own would close idle connections too
  for (const answer of answers) if (!answer.headersSent) answer.setHeader('Connection', 'close');
  const began = Date.now();
  const leave = () => {
    const passed = Date.now() - began;
    const isLate = passed > CALLERS_KEEP_MS + 1000;
    if (!connections.size || (isLate && !answers.size) || passed > UNDER_WAY_MS) process.exit(0);
    setTimeout(leave, 100);
  };
  leave();
});
