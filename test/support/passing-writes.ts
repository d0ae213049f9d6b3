/** Writes that may be lost in an election, because they are done again or nobody was told that they are done:
 * leases, when a key was used, when a model was seen, what the next assessment says anew. All of them ask for `w:
 * 1` by name. */
export const PASSING_WRITES: ReadonlySet<string> = new Set([
  'findAndModify ingest_batches',
  'update active_models',
  'update api_keys',
  'update drift_metrics',
  'update health_history',
  'update health_scores',
  'update ingest_batches',
]);

/** Some of the writes that answers depend on. */
export const PROMISED_WRITES = [
  'insert api_keys',
  'insert audit_log',
  'insert ingest_batches',
  'insert llm_events',
  'insert ml_events',
  'insert organizations',
  'update alerts',
  'update api_keys',
  'update rollups',
  'findAndModify model_profiles',
  'findAndModify risk_policies',
] as const;

/** Commands that write documents. */
export const WRITE_COMMANDS = ['insert', 'update', 'delete', 'findAndModify'] as const;
