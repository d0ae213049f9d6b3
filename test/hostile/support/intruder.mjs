// What another user of the machine tries: node intruder.mjs DATA_DIR FILES ADDRESS, the last two as JSON. Prints what
// it got.
import { closeSync, openSync, readdirSync, readSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

const [, , dataDir, files, address] = process.argv;
const got = [];

function attempt(what, action) {
  try {
    action();
    got.push(what);
  } catch {
    return;
  }
}

attempt('list', () => readdirSync(dataDir));
attempt('write', () => writeFileSync(path.join(dataDir, 'planted'), ''));
for (const name of JSON.parse(files)) {
  for (const flags of ['r', 'r+']) {
    attempt(`${flags} ${name}`, () => {
      const fd = openSync(path.join(dataDir, name), flags);
      readSync(fd, Buffer.alloc(16), 0, 16, 0);
      closeSync(fd);
    });
  }
}

// `hello` to `admin`, as a driver sends it first, without anything that proves who asks.
const hello = Buffer.from(
  '3b00000001000000000000d4070000000000' +
    '0061646d696e2e24636d640000000000ffffffff' +
    '140000001068656c6c6f00010000000000',
  'hex',
);
hello.writeInt32LE(hello.length, 0);
const socket = connect(JSON.parse(address));
socket.on('connect', () => {
  got.push('connect');
  socket.write(hello);
});
socket.on('data', () => {
  got.push('answer');
  socket.destroy();
});
socket.on('error', () => undefined);
socket.setTimeout(15_000, () => socket.destroy());
socket.on('close', () => process.stdout.write(JSON.stringify(got)));
