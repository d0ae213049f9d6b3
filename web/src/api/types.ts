import type { components, paths } from '../../../clients/typescript/schema.js';

type Schemas = components['schemas'];

/** The health of the organization. */
export type Health = Schemas['HealthOut'];
/** An alert. */
export type Alert = Schemas['AlertRowOut'];
/** What can be asked of the list of alerts. */
export type AlertQuery = NonNullable<paths['/alerts']['get']['parameters']['query']>;
/** A model as the list of models has it. */
export type ModelSummary = Schemas['ModelOut'];
/** How many events carry each label. */
export type Distribution = Schemas['RiskDistributionOut'];
/** An event as lists show it. */
export type EventSummary = Schemas['EventOut'];
/** An event with everything that is stored of it. */
export type EventDetail = Schemas['EventDetailOut'];
/** A place in a text, and what was found there. */
export type FlaggedSpan = Schemas['FlaggedSpanOut'];
/** Something that was done with keys or dead letters. */
export type AuditEntry = Schemas['AuditEntryOut'];
/** The health of one model. */
export type ModelHealth = Schemas['ModelHealthOut'];
/** Everything about one model. */
export type ModelDetail = Schemas['ModelDetailOut'];
/** What is normal for a model. */
export type Profile = Schemas['ModelProfileOut'];
/** How the signals of a model are. */
export type ModelDrift = Schemas['ModelDriftOut'];
/** How one signal is. */
export type SignalDrift = Schemas['SignalDriftOut'];
