import { api, unwrapped } from '../../api/client.js';
import type { AuditEntry } from '../../api/types.js';
import { usePages } from '../../api/use-pages.js';
import { words } from '../../lib/format.js';
import { Card } from '../../ui/card.js';
import { Paged } from '../../ui/paged.js';
import { Time } from '../../ui/time.js';

const LIMIT = 20;

/** Who did what with keys, the newest first. */
export function AuditCard() {
  const pages = usePages('audit', async (page) => {
    const query = { limit: LIMIT, ...page };
    const { entries, next_cursor: nextCursor } = unwrapped(await api.GET('/audit', { params: { query } }));
    return { items: entries.map((entry) => ({ ...entry, id: String(entry.sequence) })), nextCursor };
  });
  return (
    <Card title="Audit" hint="What was done with keys and dead letters, in a chain of hashes.">
      <Paged of={pages} empty={<p class="muted">Nothing yet.</p>}>
        {(entries) => (
          <ul class="rows audit-rows">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  return (
    <li class="row">
      <span class="audit-action">{words(entry.action)}</span>
      <code class="excerpt">{entry.client_id ?? ''}</code>
      <span class="muted">{words(entry.via)}</span>
      <span class="cell-time">
        <Time iso={entry.at} />
      </span>
    </li>
  );
}
