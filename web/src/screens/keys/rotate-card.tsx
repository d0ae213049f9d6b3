import { useState } from 'preact/hooks';
import { api, signIn, unwrapped } from '../../api/client.js';
import { sentenceOf } from '../../api/fault.js';
import type { Session } from '../../api/session.js';
import { Card } from '../../ui/card.js';
import { CopyButton } from '../../ui/copy-button.js';

const GRACES = [
  { seconds: 0, name: 'at once' },
  { seconds: 3600, name: 'after an hour' },
  { seconds: 86_400, name: 'after a day' },
  { seconds: 604_800, name: 'after a week' },
] as const;

/** Replaces the secret of the key one is signed in with. */
export function RotateCard({ session }: { readonly session: Session }) {
  const [secret, setSecret] = useState('');
  return (
    <Card title="Replace its secret" hint="Programs that use the old one have to be given the new one.">
      {session.scopes.includes('credentials:rotate') ? (
        secret === '' ? (
          <RotateForm onSecret={setSecret} />
        ) : (
          <NewSecret secret={secret} />
        )
      ) : (
        <p class="muted">
          This key may not: it lacks the scope <code>credentials:rotate</code>.
        </p>
      )}
    </Card>
  );
}

function RotateForm({ onSecret }: { readonly onSecret: (secret: string) => void }) {
  const [grace, setGrace] = useState(0);
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const rotate = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      const answer = await api.POST('/auth/credentials/refresh', { body: { graceSeconds: grace } });
      const { clientId, clientSecret } = unwrapped(answer);
      onSecret(clientSecret);
      await signIn(clientId, clientSecret);
    } catch (error) {
      setFault(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      <label class="field">
        The old secret stops
        <select class="input" value={grace} onChange={(event) => setGrace(Number(event.currentTarget.value))}>
          {GRACES.map(({ seconds, name }) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="form-fault" role="alert">
        {fault}
      </p>
      <button type="button" class="button danger" disabled={isBusy} onClick={() => void rotate()}>
        Replace the secret
      </button>
    </>
  );
}

function NewSecret({ secret }: { readonly secret: string }) {
  return (
    <div role="status" class="stack">
      <p>The new secret, shown this once. Put it where you keep secrets.</p>
      <div class="key-line">
        <code class="key-id">{secret}</code>
        <CopyButton text={secret} what="the new secret" />
      </div>
    </div>
  );
}
