import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, runProgram } from '../support/program.js';
import { temporaryFolder } from '../support/server-process.js';

const OTHER = { JWT_SECRET_KEY: 'another secret than that of the server here' };

describe('the audit at the command line', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, org: string;
  const aegis = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    runProgram('cli.js', args, { folder: folder.path, env });
  const verify = async (...more: string[]) => aegis(['audit:verify', '--org', org, ...more]);

  beforeAll(async () => {
    folder = await temporaryFolder();
    const { stdout } = await aegis(['org:create', '--name', 'Audited', '--json']);
    org = JSON.parse(stdout).organizationId;
    await aegis(['key:create', '--org', org]);
  });
  afterAll(() => folder.remove());

  it('hostile-126 is verified, also against a head from the log', async () => {
    const { code, stdout } = await verify('--json');
    expect(code).toBe(0);
    const { entries, head } = JSON.parse(stdout);
    expect({ entries, sequence: head.sequence }).toEqual({ entries: 2, sequence: 2 });
    expect(await verify('--head', `2:${head.hash}`)).toMatchObject({
      code: 0,
      stdout: '2 entries: nothing was changed.\n',
    });
    const another = await verify('--head', `2:${'0'.repeat(64)}`);
    expect(another).toMatchObject({ code: 1, stdout: expect.stringContaining('not the one that --head names') });
    const gone = await verify('--head', `7:${'0'.repeat(64)}`);
    expect(gone).toMatchObject({ code: 1, stdout: expect.stringContaining('is missing, but --head names it') });
    expect(await verify('--head', '7')).toMatchObject({ code: 1, stderr: expect.stringContaining('SEQUENCE:HASH') });
  }, 120_000);

  it('hostile-126 is not written to with another secret, until an operator adopts it with that', async () => {
    const refused = await aegis(['key:create', '--org', org], OTHER);
    expect(refused).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('JWT_SECRET_KEY') });
    expect((await verify()).code).toBe(0);
    const foreign = await aegis(['audit:verify', '--org', org], OTHER);
    expect(foreign).toMatchObject({ code: 1, stdout: expect.stringContaining('not sealed with this JWT_SECRET_KEY') });
    expect((await aegis(['audit:adopt', '--org', org], OTHER)).code).toBe(0);
    const adopted = await aegis(['audit:verify', '--org', org], OTHER);
    expect(adopted).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Entries 1 to 2 were taken as they stood'),
    });
    expect((await aegis(['key:create', '--org', org], OTHER)).code).toBe(0);
  }, 120_000);
});
