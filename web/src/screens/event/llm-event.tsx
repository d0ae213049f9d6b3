import type { EventDetail } from '../../api/types.js';
import { Card } from '../../ui/card.js';
import { useEvidence } from './evidence.js';
import { EvidenceList } from './evidence-list.js';
import { HarmlessButton } from './harmless-button.js';
import { MarkedText } from './marked-text.js';

interface LlmEventProps {
  readonly event: EventDetail;
  /** Called when something about the event was changed. */
  readonly onChange: () => void;
}

/** A call of a language model: both texts, with the evidence marked where it stands. */
export function LlmEvent({ event, onChange }: LlmEventProps) {
  const evidence = useEvidence(event);
  const texts = [
    { part: 'prompt', title: 'Prompt', text: event.prompt ?? '' },
    { part: 'response', title: 'Response', text: event.response ?? '' },
  ] as const;
  return (
    <div class="grid">
      <div class="span-8 stack">
        {texts.map(({ part, title, text }) => (
          <Card key={part} title={title} aside={<span class="hint">{text.length} characters</span>}>
            <MarkedText text={text} marks={evidence.marks.filter((mark) => mark.part === part)} />
          </Card>
        ))}
      </div>
      <div class="span-4 stack">
        <Card title="Evidence" hint={evidence.hint}>
          <EvidenceList evidence={evidence} event={event} />
        </Card>
        <HarmlessButton event={event} onChange={onChange} />
      </div>
    </div>
  );
}
