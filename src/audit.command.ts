import { AuditService } from './auth/audit.service.js';
import { AuditVerifyService } from './auth/audit-verify.service.js';
import { runOnDatabase } from './cli.setup.js';
import { isOrgId, type OrgId } from './lib/org-id.js';
import { NotFound } from './platform/errors/app-error.js';

const MAX_LIMIT = 1000;

interface Options {
  readonly org: string;
  readonly json?: boolean;
}

/** Lists what was done with the keys of an organization, the newest first.
 * @throws RangeError where the limit is none */
export async function listAudit(options: Options & { limit: string }): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new RangeError(`--limit is 1 to ${MAX_LIMIT}.`);
  await runOnDatabase(options, async (app) => {
    const entries = await app.get(AuditService).newest(organization(options), { limit });
    return { text: entries.length === 0 ? 'Nothing yet.' : entries.map(lineOf).join('\n'), json: { entries } };
  });
}

/** Checks that nothing was changed in the audit of an organization, and nothing removed from it.
 * @throws RangeError where the head is none */
export async function verifyAudit(options: Options & { head?: string }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const found = await app.get(AuditVerifyService).verify(organization(options), options.head);
    const lines = found.faults.length === 0 ? ['nothing was changed'] : found.faults.map((fault) => fault.text);
    const text = [
      ...lines.map((line) => `${found.entries} entries: ${line}.`),
      ...(found.adoptedThrough === 0
        ? []
        : [`Entries 1 to ${found.adoptedThrough} were taken as they stood when their end was sealed.`]),
    ];
    return { text: text.join('\n'), json: found, isFailure: found.faults.length > 0 };
  });
}

/** Seals the end of a damaged audit as it stands; does nothing to one that is as it was written. */
export async function adoptAudit(options: Options): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const audits = app.get(AuditVerifyService);
    const { faults, adoptedThrough: adoptedBefore } = await audits.verify(organization(options));
    if (faults.length === 0) {
      return { text: 'Nothing was changed, so nothing needs adopting.', json: { adoptedThrough: adoptedBefore } };
    }
    const adoptedThrough = await audits.adopt(organization(options));
    return { text: `Entries 1 to ${adoptedThrough} count as they stand.`, json: { adoptedThrough } };
  });
}

function organization({ org }: Options): OrgId {
  if (!isOrgId(org)) throw new NotFound('Organization');
  return org;
}

type Entry = Awaited<ReturnType<AuditService['newest']>>[number];

function lineOf({ sequence, at, action, clientId, actor, details }: Entry): string {
  const by = actor.clientId === null ? actor.via : `${actor.via} ${actor.clientId}`;
  return `${sequence}  ${at.toISOString()}  ${action}  ${clientId ?? '-'}  by ${by}  ${JSON.stringify(details)}`;
}
