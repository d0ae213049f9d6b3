import { ago, fullMoment, moment } from '../lib/times.js';
import { useStore } from '../api/use-store.js';
import { now } from './now.js';

/** A moment in the viewer's zone; the whole of it in the tip. */
export function Time({ iso, relative = false }: { readonly iso: string; readonly relative?: boolean }) {
  const nowMs = useStore(now);
  return (
    <time dateTime={iso} title={fullMoment(iso)}>
      {relative ? ago(iso, nowMs) : moment(iso, nowMs)}
    </time>
  );
}
