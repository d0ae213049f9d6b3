import type { ModelDetail } from '../../api/types.js';
import { count, duration } from '../../lib/format.js';
import { hrefOf } from '../../lib/route.js';
import { Card } from '../../ui/card.js';
import { Figure } from '../../ui/figure.js';
import { LabelCounts } from '../../ui/label-counts.js';

/** What a model did in the time shown. */
export function RecentCard({ model }: { readonly model: ModelDetail }) {
  const { recent, all_time: ever, kinds, model_name: name } = model;
  const kind = kinds.includes('llm') ? 'llm' : 'ml';
  const { p50, p95, p99 } = recent.latency_ms;
  return (
    <Card title="In the time shown" aside={<span class="hint">{count(ever.events)} ever</span>}>
      <LabelCounts
        counts={recent}
        hrefOf={(label) => hrefOf('events', { kind, model: name, label, from: model.from })}
        isSmall
      />
      <Figure name="Latency, median" value={duration(p50)} />
      <Figure name="95th, 99th percentile" value={`${duration(p95)}, ${duration(p99)}`} />
      {recent.tokens > 0 ? <Figure name="Tokens, estimated" value={count(recent.tokens)} /> : null}
    </Card>
  );
}
