import type { EventList, StoredLabel, Verdict } from './telemetry.facts.js';

/** The labels that the database holds once these verdicts were the first of these events.
 * @param verdicts of the events, in their order
 * @returns null where that can't be said from here: other events, or a name that is stored otherwise than it came */
export function storedLabels(events: EventList['events'], verdicts: readonly Verdict[]): readonly StoredLabel[] | null {
  if (events.length !== verdicts.length) return null;
  const labels: StoredLabel[] = [];
  for (const [index, { eventId, riskScore, riskLabel }] of verdicts.entries()) {
    const event = events[index];
    // BSON has no half characters: such a name comes back with replacements.
    if (event?.id !== eventId || !event.modelName.isWellFormed()) return null;
    labels.push({ eventId, modelName: event.modelName, timestamp: event.timestamp, riskScore, riskLabel });
  }
  return labels;
}
