import { session } from '../../api/session.js';
import { useStore } from '../../api/use-store.js';
import { Screen } from '../../ui/screen.js';
import { AuditCard } from './audit-card.js';
import { CommandsCard } from './commands-card.js';
import { OwnKeyCard } from './own-key-card.js';
import { RotateCard } from './rotate-card.js';

/** The key one is signed in with, and the ways to others. */
export function KeysScreen() {
  const current = useStore(session);
  if (current === null) return null;
  return (
    <Screen title="Keys" hint="By which programs, and you, prove themselves.">
      <div class="grid">
        <div class="span-6 fill">
          <OwnKeyCard session={current} />
        </div>
        <div class="span-6 fill">
          <RotateCard session={current} />
        </div>
      </div>
      <CommandsCard />
      {current.scopes.includes('admin') ? <AuditCard /> : null}
    </Screen>
  );
}
