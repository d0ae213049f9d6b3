import type { Kind } from '../lib/route.js';

const EXAMPLES: Readonly<Record<Kind, string>> = {
  llm: '{"model_name":"support-bot","prompt":"Where is my parcel?","response":"It arrives on Friday.","latency_ms":640}',
  ml: '{"model_name":"fraud-v3","prediction":"legitimate","input_data":{"probabilities":[0.97,0.03],"amount":42},"latency_ms":38}',
};

/** A line for a shell that sends one event to this server. */
export function ingestCommand(kind: Kind): string {
  return [
    `curl -s ${location.origin}/ingest/${kind} \\`,
    `  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '{"events":[${EXAMPLES[kind]}]}'`,
  ].join('\n');
}
