import { hrefOf } from '../../lib/route.js';
import { Link } from '../../ui/link.js';
import { Screen } from '../../ui/screen.js';

/** An address that leads nowhere. */
export function UnknownScreen() {
  return (
    <Screen title="Nothing is here" hint="This address leads to no screen.">
      <p>
        <Link href={hrefOf('')}>Go to the overview</Link>
      </p>
    </Screen>
  );
}
