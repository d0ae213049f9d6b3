import { liveState } from '../api/live.js';
import { useStore } from '../api/use-store.js';
import { ZONE } from '../lib/times.js';

const WORDS = { live: 'Live', waiting: 'Connecting …', off: 'Not live' } as const;

/** Whether what is new appears by itself, and whose times these are. */
export function LiveMark() {
  const state = useStore(liveState);
  return (
    <span class={`live-mark ${state === 'live' ? 'is-live' : ''}`}>
      <i aria-hidden="true" />
      <span role="status">{WORDS[state]}</span>
      <span>· times in {ZONE}</span>
    </span>
  );
}
