import { Screen } from '../../ui/screen.js';
import { hrefOf } from '../../lib/route.js';

/** One model. */
export function ModelScreen({ name }: { readonly name: string }) {
  return (
    <Screen title={name} parent={{ name: 'Models', href: hrefOf('models') }}>
      <p />
    </Screen>
  );
}
