/**
 * The program that stands in for `pct` and the others. It knows nothing of them: it hands its arguments to the
 * simulator's process and becomes what that says. A text and not a module, because it has to run by itself, from a
 * file without an extension, without this package and without an environment.
 */
export function stubScript(node: string): string {
  return `#!${node}\n${body}`;
}

const body = `'use strict';
const net = require('node:net');
const path = require('node:path');

const tool = path.basename(__filename);
const socket = net.connect(path.join(path.dirname(__dirname), 'socket'));
let over = false;
let reading = false;
let rest = '';

const send = (message) => !over && socket.write(JSON.stringify(message) + '\\n');
const leave = (code) => {
  over = true;
  process.exitCode = code;
  if (reading) process.stdin.destroy();
  socket.destroy();
};
const lost = () => {
  if (over) return;
  process.stderr.write(tool + ': the simulated host is gone\\n');
  leave(255);
};
const forward = (signal) => send({ kind: 'signal', signal });
const signals = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'];

const become = {
  out: ({ data }) => process.stdout.write(Buffer.from(data, 'base64')),
  err: ({ data }) => process.stderr.write(Buffer.from(data, 'base64')),
  read: () => {
    reading = true;
    process.stdin.on('data', (bytes) => {
      if (send({ kind: 'stdin', data: bytes.toString('base64') })) return;
      process.stdin.pause();
      socket.once('drain', () => process.stdin.resume());
    });
    process.stdin.once('error', () => send({ kind: 'stdin', data: null }));
    process.stdin.once('end', () => send({ kind: 'stdin', data: null }));
  },
  exit: ({ code }) => leave(code),
  die: ({ signal }) => {
    over = true;
    for (const name of signals) process.removeListener(name, forward);
    process.kill(process.pid, signal);
  },
};

socket.once('connect', () => {
  for (const signal of signals) process.on(signal, forward);
  let cwd = '/';
  try {
    cwd = process.cwd();
  } catch {
    // Its folder was removed.
  }
  send({ kind: 'run', tool, argv: process.argv.slice(2), cwd, env: { ...process.env }, pid: process.pid });
});
socket.setEncoding('utf8');
socket.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const message = JSON.parse(line);
    become[message.kind](message);
  }
});
socket.on('error', lost);
socket.once('close', lost);
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => {
    if (!over) send({ kind: 'broken' });
  });
`;
