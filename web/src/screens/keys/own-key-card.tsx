import { rememberedSecret, type Session } from '../../api/session.js';
import { Card } from '../../ui/card.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Time } from '../../ui/time.js';

/** What each scope allows, in words. */
const SCOPES: Readonly<Record<string, string>> = {
  ingest: 'send events, classify texts',
  read: 'read events, dashboards and alerts',
  'credentials:rotate': 'replace its own secret',
  admin: 'set baselines and policies, give feedback, read the audit',
};

/** The key of this session. */
export function OwnKeyCard({ session }: { readonly session: Session }) {
  return (
    <Card title="This key">
      <div class="key-line">
        <code class="key-id">{session.clientId}</code>
        <CopyButton text={session.clientId} what="the client id" />
      </div>
      <dl class="scopes">
        {session.scopes.map((scope) => (
          <div key={scope}>
            <dt>
              <code>{scope}</code>
            </dt>
            <dd class="muted">{SCOPES[scope] ?? ''}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        The token of this tab is good until <Time iso={new Date(session.expiresMs).toISOString()} />;{' '}
        {rememberedSecret() === null ? 'then you are asked to sign in again.' : 'the next one is got by itself.'}
      </p>
    </Card>
  );
}
