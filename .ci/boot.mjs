// Boots the built server on an empty folder, asks whether it is ready, and ends it: exit 0 when all of it went well.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const dataDir = mkdtempSync(path.join(tmpdir(), 'aegis-boot-'));
const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', MONGO_URI: '' };
const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const deadline = setTimeout(() => server.kill('SIGKILL'), 60_000);

let output = '';
const url = await new Promise((resolve, reject) => {
  server.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  server.stdout.on('data', (chunk) => {
    output += chunk;
    const ready = /^AegisAI is ready on (http:\S+)$/m.exec(output);
    if (ready) resolve(ready[1]);
  });
});
const answer = await fetch(`${url}/health/ready`);
const isOk = answer.status === 200 && (await answer.json()).status === 'ok';

const exited = once(server, 'exit');
server.kill('SIGTERM');
const [code] = await exited;
clearTimeout(deadline);
rmSync(dataDir, { recursive: true, force: true });
process.stdout.write(`boot of dist: /health/ready ${answer.status}, exit after SIGTERM ${code}\n`);
process.exit(isOk && code === 0 ? 0 : 1);
