import { words } from '../../lib/format.js';
import { piecesOf } from '../../lib/spans.js';
import type { Mark } from './evidence.js';

/** A text with its evidence marked. It is shown as it is: nothing in it becomes markup. */
export function MarkedText({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }) {
  if (text === '') return <p class="muted">(empty)</p>;
  const spans = marks.map(({ start, end, flag, isMasked }) => ({ start, end, reason: reasonOf(flag, isMasked) }));
  return (
    <div class="marked" tabIndex={0} role="group" aria-label="Text">
      {piecesOf(text, spans).map((piece, index) =>
        piece.reasons.length === 0 ? (
          piece.text
        ) : (
          <mark key={index} class={classOf(piece.reasons)} title={piece.reasons.join(', ')}>
            {piece.text}
          </mark>
        ),
      )}
    </div>
  );
}

const MASKED = ' (masked)';

function reasonOf(flag: string, isMasked: boolean): string {
  return `${words(flag)}${isMasked ? MASKED : ''}`;
}

function classOf(reasons: readonly string[]): string {
  return reasons.some((reason) => reason.endsWith(MASKED)) ? 'mark-masked' : 'mark';
}
