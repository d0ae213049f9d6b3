import { useState } from 'preact/hooks';
import { api, unwrapped } from '../../api/client.js';
import { sentenceOf } from '../../api/fault.js';
import { session } from '../../api/session.js';
import type { EventDetail } from '../../api/types.js';

interface HarmlessButtonProps {
  readonly event: EventDetail;
  /** Called when the server knows. */
  readonly onChange: () => void;
}

/** Says that a call was flagged by mistake; for keys that may. */
export function HarmlessButton({ event, onChange }: HarmlessButtonProps) {
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const mayTell = session.get()?.scopes.includes('admin') ?? false;
  if (!mayTell || event.benign_at !== null || event.riskLabel === null || event.riskLabel === 'normal') return null;
  const tell = async (): Promise<void> => {
    setBusy(true);
    try {
      unwrapped(await api.POST('/risk/feedback', { body: { event_id: event.id } }));
      onChange();
    } catch (error) {
      setFault(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-label="Feedback">
      <p class="hint">Flagged by mistake? The classifier then lets the same text pass. The label stays.</p>
      <button type="button" class="button small" disabled={isBusy} onClick={() => void tell()}>
        Mark as harmless
      </button>
      <p class="form-fault" role="alert">
        {fault}
      </p>
    </section>
  );
}
