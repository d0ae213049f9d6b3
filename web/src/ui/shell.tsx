import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { listen } from '../api/live.js';
import { useStore } from '../api/use-store.js';
import { hrefOf, type Route } from '../lib/route.js';
import mark from '../styles/mark.svg';
import { Icon, type IconName } from './icon.js';
import { Link } from './link.js';
import { place } from './navigation.js';
import { Tools } from './tools.js';

interface NavEntry {
  readonly name: string;
  readonly page: string;
  readonly icon: IconName;
  readonly screens: readonly Route['screen'][];
}

const ENTRIES: readonly NavEntry[] = [
  { name: 'Overview', page: '', icon: 'overview', screens: ['overview'] },
  { name: 'Models', page: 'models', icon: 'models', screens: ['models', 'model'] },
  { name: 'Events', page: 'events', icon: 'events', screens: ['events', 'event'] },
  { name: 'Alerts', page: 'alerts', icon: 'alerts', screens: ['alerts'] },
  { name: 'Keys', page: 'keys', icon: 'keys', screens: ['keys'] },
];

interface ShellProps {
  readonly screen: Route['screen'];
  readonly children: ComponentChildren;
}

/** The frame around every screen: where one is, where one can go, and what is always at hand. */
export function Shell({ screen, children }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const skip = (event: Event): void => {
    event.preventDefault();
    main.current?.focus();
  };
  useFocusAfterMoving(main);
  useEffect(() => listen(), []);
  return (
    <>
      <a class="skip unseen" href="#main" onClick={skip}>
        Skip to content
      </a>
      <div class="shell">
        <header class="side">
          <Link href={hrefOf('')} class="brand-link" label="AegisAI, overview">
            <span class="brand">
              <img src={mark} alt="" width={26} height={26} />
              AegisAI
            </span>
          </Link>
          <nav class="nav" aria-label="Screens">
            {ENTRIES.map(({ name, page, icon, screens }) => (
              <Link key={page} href={hrefOf(page)} current={screens.includes(screen)}>
                <Icon name={icon} />
                {name}
              </Link>
            ))}
          </nav>
          <Tools />
        </header>
        <main id="main" class="main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}

/** After a link was followed the keyboard goes on in the new screen, as after a page was loaded. */
function useFocusAfterMoving(main: { readonly current: HTMLElement | null }): void {
  const { path } = useStore(place);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
}
