import { AuditService } from '../../../src/auth/audit.service.js';
import type { Credentials } from '../../../src/auth/secrets.js';
import { stored } from '../stored.js';
import type { Member, TestApp } from '../test-app.js';

/** What a member asks for tokens with. */
export function keyOf({ clientId, clientSecret }: Member): Credentials {
  return { clientId, clientSecret };
}

/** How many entries of an action an organization's audit has. */
export async function audited(app: TestApp, { orgId }: Member, action: string): Promise<number> {
  await app.app.get(AuditService).flush();
  const entries = await stored(app, 'audit_log', orgId);
  return entries.filter((entry) => entry['action'] === action).length;
}
