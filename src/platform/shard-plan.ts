/** How a collection goes onto a sharded cluster. */
export interface ShardRow {
  readonly collection: string;
  /** The key to shard it by; null where it stays on one shard. */
  readonly key: Readonly<Record<string, 1>> | null;
  /** Why it is so. */
  readonly reason: string;
}

const BY_EVENT = { organization_id: 1, _id: 1 } as const;
const BUCKETS = 'upserts name organization and id, which are the whole key';

/** Every collection. What is to be sharded has no unique index but those that begin with its key; a test holds this
 * against the schemas. */
export const SHARD_ROWS: readonly ShardRow[] = [
  { collection: 'ml_events', key: BY_EVENT, reason: 'grows with every event' },
  { collection: 'llm_events', key: BY_EVENT, reason: 'grows with every event' },
  { collection: 'rollups', key: BY_EVENT, reason: BUCKETS },
  { collection: 'rollups_minute', key: BY_EVENT, reason: BUCKETS },
  { collection: 'rollups_hour', key: BY_EVENT, reason: BUCKETS },
  { collection: 'rollups_day', key: BY_EVENT, reason: BUCKETS },
  { collection: 'signal_rollups', key: BY_EVENT, reason: BUCKETS },
  { collection: 'active_models', key: null, reason: 'upserts name the id alone; one small document a model' },
  {
    collection: 'alerts',
    key: null,
    reason: 'open_condition is unique by itself; at most 1,000 in ten minutes an organization',
  },
  { collection: 'api_keys', key: null, reason: 'client_id is unique over all organizations' },
  { collection: 'audit_heads', key: null, reason: 'one an organization' },
  { collection: 'audit_log', key: null, reason: 'small' },
  { collection: 'baseline_versions', key: null, reason: 'small' },
  { collection: 'drift_episodes', key: null, reason: 'small' },
  { collection: 'drift_metrics', key: null, reason: 'kept for 90 days, one in ten seconds a model at most' },
  { collection: 'drift_watches', key: null, reason: 'one a model' },
  { collection: 'health_history', key: null, reason: 'kept for 90 days, one in five minutes an organization' },
  { collection: 'health_scores', key: null, reason: 'one an organization' },
  { collection: 'ingest_batches', key: null, reason: 'workers take the next open batch of any organization' },
  { collection: 'model_profiles', key: null, reason: 'one a model' },
  { collection: 'organizations', key: null, reason: 'small' },
  { collection: 'risk_policies', key: null, reason: 'one an organization' },
  { collection: 'upgrades', key: null, reason: 'a few documents' },
];

/** @param database its name: letters, digits, _ and -
 * @returns what to enter in mongosh, line by line: the indexes that shardCollection wants of collections that hold
 * documents, then the collections themselves */
export function shardCommands(database: string, rows: readonly ShardRow[] = SHARD_ROWS): string[] {
  const sharded = rows.flatMap(({ collection, key }) =>
    key === null ? [] : [{ collection, key: JSON.stringify(key) }],
  );
  return [
    `sh.enableSharding("${database}")`,
    ...sharded.map(({ collection, key }) => `db.getSiblingDB("${database}").${collection}.createIndex(${key})`),
    ...sharded.map(({ collection, key }) => `sh.shardCollection("${database}.${collection}", ${key})`),
  ];
}
