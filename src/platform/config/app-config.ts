import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

/** Where a server may run. */
export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const;

/** The seed's secret: everybody knows it, so whoever can reach the server could sign tokens. */
export const DEFAULT_SECRET = 'CHANGE_ME';

/** How the address of a MongoDB begins. */
export const MONGO_SCHEME = /^mongodb(\+srv)?:\/\/./;

const ORIGIN = String.raw`https?:\/\/[\w.-]+(:\d+)?`;
const ORIGINS = new RegExp(`^(${ORIGIN}(, ?${ORIGIN})*)?$`);

/** Every setting, with its default. The environment variable of a field is its name in capitals: `jwtSecretKey` is
 * `JWT_SECRET_KEY`. Only `load-config.ts` makes one; everybody else injects it and reads. */
export class AppConfig {
  @IsString() @Length(1, 100) readonly appName: string = 'AegisAI Backend';
  @IsIn(ENVIRONMENTS) readonly environment: (typeof ENVIRONMENTS)[number] = 'development';
  @IsBoolean() readonly debug: boolean = false;

  /** Address to listen on; `0.0.0.0` in production. */
  @IsString() @Length(1, 255) readonly host: string = '127.0.0.1';
  /** TCP port; 0 takes a free one. */
  @IsInt() @Min(0) @Max(65_535) readonly port: number = 8000;

  /** MongoDB to use; without it the embedded database under `dataDir`. */
  @IsOptional()
  @Matches(MONGO_SCHEME, { message: 'must start with mongodb:// or mongodb+srv://' })
  readonly mongoUri: string | undefined = undefined;
  @Matches(/^[A-Za-z0-9_-]{1,38}$/, { message: 'must be 1-38 letters, digits, _ or -' })
  readonly mongoDbName: string = 'aegisai';
  /** Folder of the embedded database. */
  @IsString() @Length(1, 1000) readonly dataDir: string = './data';

  @IsString() @Length(1, 4096) readonly jwtSecretKey: string = DEFAULT_SECRET;
  /** Secrets by which tokens are verified, the first one signs; in place of `jwtSecretKey`. See `signingSecrets`. */
  @IsString() @MaxLength(16_384) readonly jwtSecretKeys: string = '';
  @IsIn(['HS256', 'HS384', 'HS512']) readonly jwtAlgorithm: 'HS256' | 'HS384' | 'HS512' = 'HS256';
  @IsInt() @Min(1) @Max(1440) readonly jwtAccessTokenExpiresMinutes: number = 60;
  /** Credentials of the first key, used only while there is no key at all. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{3,128}$/, { message: 'must be 3-128 letters, digits, dots, _ or -' })
  readonly aegisBootstrapClientId: string | undefined = undefined;
  @IsOptional()
  @Matches(/^[!-~]{32,72}$/, { message: 'must be 32-72 ASCII characters without spaces' })
  readonly aegisBootstrapClientSecret: string | undefined = undefined;
  /** Seconds; with an older token no secret is replaced. 0: any valid token may. 300 in production. */
  @IsInt() @Min(0) @Max(86_400) readonly credentialsRefreshMaxTokenAgeSeconds: number = 0;
  /** Wrong secrets in ten minutes for one client, after which the next must wait. */
  @IsInt() @Min(1) @Max(1_000_000) readonly tokenFailuresPerClient: number = 100;
  /** Wrong secrets in ten minutes from one address, after which the next must wait. */
  @IsInt() @Min(1) @Max(1_000_000) readonly tokenFailuresPerAddress: number = 1000;

  /** Milliseconds; a hundredth of it, in percent, is the drift score from which an alert opens. */
  @IsInt() @Min(0) @Max(10_000) readonly driftLatencyThresholdMs: number = 2000;
  /** How likely it is, each five minutes, that a model whose signals don't change opens an episode of drift. */
  @IsNumber() @Min(0.000_001) @Max(0.1) readonly driftAlpha: number = 0.0005;
  /** Changes of a smaller size open no episode, however sure they are. */
  @IsNumber() @Min(0) @Max(1) readonly driftMinSize: number = 0;
  @IsInt() @Min(0) @Max(100) readonly healthMinScore: number = 0;
  @IsInt() @Min(0) @Max(100) readonly healthMaxScore: number = 100;

  @IsInt() @Min(1) @Max(100_000) readonly maxBatchEvents: number = 5000;
  /** Bytes of a request body, after decompression. */
  @IsInt() @Min(1024) @Max(104_857_600) readonly maxBodyBytes: number = 10_485_760;
  /** Bytes of one event, as JSON. */
  @IsInt() @Min(256) @Max(8_388_608) readonly maxEventBytes: number = 262_144;
  /** Characters of a prompt or of a response. */
  @IsInt() @Min(1) @Max(8_000_000) readonly maxTextChars: number = 100_000;
  @IsInt() @Min(1) @Max(1024) readonly maxModelNameChars: number = 256;
  /** Keys in one event's `input_data`, at every depth together. */
  @IsInt() @Min(1) @Max(100_000) readonly maxInputKeys: number = 1000;
  @IsInt() @Min(1) @Max(90) readonly maxInputDepth: number = 20;
  /** How long raw events are kept, and how old a timestamp may be. */
  @IsInt() @Min(1) @Max(3650) readonly retentionDays: number = 30;
  /** How long the roll-ups of hours are kept, at least three days longer than events. Those of days stay for ever. */
  @IsInt() @Min(1) @Max(36_500) readonly rollupRetentionDays: number = 400;
  @IsInt() @Min(0) @Max(1440) readonly maxClockAheadMinutes: number = 10;

  /** Bytes of one prediction, as JSON. */
  @IsInt() @Min(16) @Max(8_388_608) readonly maxPredictionBytes: number = 16_384;
  /** Models of an organization that sent events within the retention or have a profile that was set; 0: any number. */
  @IsInt() @Min(0) @Max(1_000_000) readonly maxModels: number = 1000;
  /** Alerts of risky events that an organization gets one by one in ten minutes, before the rest share one; 0 for any
   * number. */
  @IsInt() @Min(0) @Max(1_000_000) readonly maxRiskAlerts: number = 1000;

  /** How long a request may take to arrive, milliseconds, and its headers alone. */
  @IsInt() @Min(100) @Max(600_000) readonly requestTimeoutMs: number = 30_000;
  @IsInt() @Min(100) @Max(600_000) readonly headersTimeoutMs: number = 10_000;
  /** Bytes a second at least, on average, at which a body has to arrive once it takes longer than five seconds; 0:
   * none. */
  @IsInt() @Min(0) @Max(1_000_000) readonly minBodyBytesPerSecond: number = 10_000;
  /** Live streams of an organization at once, by this process. */
  @IsInt() @Min(1) @Max(1_000_000) readonly maxLiveStreams: number = 100;
  /** Exports of an organization at once, by this process. */
  @IsInt() @Min(1) @Max(1000) readonly maxExports: number = 2;
  /** Reads of an organization that this process answers at once; more wait for their turn. */
  @IsInt() @Min(1) @Max(1000) readonly maxReads: number = 2;
  /** How long a client may read nothing of an export or a live stream, milliseconds. */
  @IsInt() @Min(100) @Max(3_600_000) readonly unreadTimeoutMs: number = 60_000;
  /** Connections of this process at once. */
  @IsInt() @Min(1) @Max(1_000_000) readonly maxConnections: number = 10_000;
  /** How long the database may take for what a dashboard shows, milliseconds. */
  @IsInt() @Min(1) @Max(600_000) readonly dashboardTimeoutMs: number = 2000;
  /** Whether /docs, /redoc and /openapi.json are served; not in production, unless it is set there. */
  @IsBoolean() readonly docsEnabled: boolean = true;
  /** Whether the web page is served at /ui/, and / leads browsers there. */
  @IsBoolean() readonly webEnabled: boolean = true;
  /** Origins of web pages that may call this server from a browser, separated by commas; none by default. */
  @Matches(ORIGINS, { message: 'must be a list like https://app.example.com,https://ops.example.com' })
  readonly corsOrigins: string = '';
  /** Port on the loopback interface that /metrics is served on instead; 0: with everything else, in production
   * nowhere. */
  @IsInt() @Min(0) @Max(65_535) readonly metricsPort: number = 0;

  /** Accepted request bodies held in memory at once, bytes; beyond that requests are told to come back. */
  @IsInt() @Min(1_048_576) @Max(4_294_967_296) readonly maxInFlightBytes: number = 67_108_864;
  /** Batches being stored at once, three quarters of them of one organization. */
  @IsInt() @Min(1) @Max(1000) readonly maxInFlightInserts: number = 16;
  /** Bytes a second that one organization may send on average. */
  @IsInt() @Min(1024) @Max(1_073_741_824) readonly orgBytesPerSecond: number = 4_000_000;
  /** Bytes that one organization may send at once after a pause. */
  @IsInt() @Min(1024) @Max(1_073_741_824) readonly orgBurstBytes: number = 10_485_760;
  /** When calls of language models are labelled: by the listeners, after they are stored, or inline, before that. */
  @IsIn(['listeners', 'inline']) readonly classify: 'listeners' | 'inline' = 'listeners';
  /** How long a worker has a batch to itself before another may take it, milliseconds. */
  @IsInt() @Min(100) @Max(600_000) readonly leaseMs: number = 15_000;
  /** For tests: where this process is to fail, `accept.inserted=kill@3`. */
  @IsString() @MaxLength(1000) readonly aegisFailpoints: string = '';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) @MaxLength(6) readonly logLevel: string =
    'info';

  /** Whether unsafe defaults are refused. */
  get isProduction(): boolean {
    return this.environment === 'production';
  }

  /** The secrets of tokens: the first one signs, all of them verify. */
  get signingSecrets(): readonly [string, ...string[]] {
    const [first, ...others] = this.jwtSecretKeys.split(/[\s,]+/).filter((secret) => secret !== '');
    return first === undefined ? [this.jwtSecretKey] : [first, ...others];
  }
}
