/** Of `GET /dashboard/risk-distribution`. */
export interface DistributionSeen {
  readonly normalCount: number;
  readonly suspiciousCount: number;
  readonly riskyCount: number;
}

/** Of `GET /dashboard/health`. */
export interface HealthSeen {
  readonly score: number;
  readonly details: { readonly drift_penalty?: number; readonly latency_penalty?: number };
  readonly updated_at: string | null;
}

/** Of `GET /dashboard/alerts`. */
export interface AlertSeen {
  readonly type: string;
  readonly message: string;
  readonly severity: string;
  readonly resolved: boolean;
}

/** Of `GET /dashboard/models`. */
export interface ModelSeen {
  readonly model_name: string;
  readonly drift_score: number;
}

/** What is there to be seen after the demo. */
export interface Findings {
  readonly distribution: DistributionSeen;
  readonly health: HealthSeen;
  /** The newest, at most 100. */
  readonly alerts: readonly AlertSeen[];
  readonly models: readonly ModelSeen[];
}

const MAX_ALERTS = 100;
/** From this drift score on a model is called drifted, as the default threshold does. */
const DRIFTED_FROM_PCT = 20;

/** @returns how many events carry a label */
export function labelled({ normalCount, suspiciousCount, riskyCount }: DistributionSeen): number {
  return normalCount + suspiciousCount + riskyCount;
}

/** Says what was found and where to look at it. The secret is not repeated. */
export function report(url: string, findings: Findings): string {
  return [...found(findings), '', ...whereToLook(url)].join('\n');
}

function found({ distribution, health, alerts, models }: Findings): string[] {
  const { normalCount, suspiciousCount, riskyCount } = distribution;
  const { drift_penalty: drift = 0, latency_penalty: latency = 0 } = health.details;
  const drifted = models.filter((model) => model.drift_score >= DRIFTED_FROM_PCT);
  const slower = drifted.map((model) => `${model.model_name}, ${model.drift_score.toFixed(2)} % above its baseline`);
  return [
    `Events   ${normalCount} normal, ${suspiciousCount} suspicious, ${riskyCount} risky`,
    `Health   ${health.score.toFixed(1)} of 100: drift takes ${drift.toFixed(1)}, slow LLM calls take ${latency.toFixed(1)}`,
    `Drifted  ${slower.join('; ') || 'no model'}`,
    `Alerts   ${openAlerts(alerts)}`,
  ];
}

function openAlerts(alerts: readonly AlertSeen[]): string {
  const open = alerts.filter(({ resolved }) => !resolved);
  const types = [...new Set(open.map(({ type }) => type))].sort();
  const byType = types.map((type) => `${open.filter((alert) => alert.type === type).length} ${type}`).join(', ');
  const [newest] = open;
  const count =
    alerts.length === MAX_ALERTS ? `${open.length} open of the newest ${MAX_ALERTS}` : `${open.length} open`;
  return newest === undefined ? 'none open' : `${count} (${byType}); the newest: ${newest.message}`;
}

function whereToLook(url: string): string[] {
  const paths = ['dashboard/health', 'dashboard/alerts', 'dashboard/models', 'dashboard/risk-distribution'];
  return [
    `Look at ${url}/ui/ and sign in with the key. Or, with the key in AEGIS_CLIENT_ID and AEGIS_CLIENT_SECRET:`,
    // `printf` is of the shell itself: what it is given shows in no list of processes.
    String.raw`  TOKEN=$(printf '{"clientId":"%s","clientSecret":"%s"}' "$AEGIS_CLIENT_ID" "$AEGIS_CLIENT_SECRET" |`,
    `    curl -s ${url}/auth/token -H 'Content-Type: application/json' -d @- | sed 's/.*access_token":"//;s/".*//')`,
    ...[...paths, 'models/churn-v2/profile'].map(
      (path) => `  curl -s ${url}/${path} -H @<(printf 'Authorization: Bearer %s' "$TOKEN")`,
    ),
  ];
}
