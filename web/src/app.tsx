import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { session } from './api/session.js';
import { useStore } from './api/use-store.js';
import { type Route, routeOf } from './lib/route.js';
import { AlertsScreen } from './screens/alerts/alerts-screen.js';
import { EventScreen } from './screens/event/event-screen.js';
import { EventsScreen } from './screens/events/events-screen.js';
import { KeysScreen } from './screens/keys/keys-screen.js';
import { ModelScreen } from './screens/model/model-screen.js';
import { ModelsScreen } from './screens/models/models-screen.js';
import { OverviewScreen } from './screens/overview/overview-screen.js';
import { SignInScreen } from './screens/sign-in/sign-in-screen.js';
import { UnknownScreen } from './screens/unknown/unknown-screen.js';
import { place } from './ui/navigation.js';
import { Shell } from './ui/shell.js';

const TITLES: Readonly<Record<Route['screen'], string>> = {
  overview: 'Overview',
  models: 'Models',
  model: 'Model',
  events: 'Events',
  event: 'Event',
  alerts: 'Alerts',
  keys: 'Keys',
  unknown: 'Not found',
};

/** The page: who is signed in sees the screen that the address names, who isn't signs in first and then sees it. */
export function App() {
  const current = useStore(session);
  const { path, query } = useStore(place);
  const route = useMemo(() => routeOf(path, query), [path, query]);
  const title = current === null ? 'Sign in' : route.screen === 'model' ? route.name : TITLES[route.screen];
  useEffect(() => {
    document.title = `${title} · AegisAI`;
  }, [title]);
  if (current === null) return <SignInScreen />;
  return (
    <Shell screen={route.screen}>
      <Screen key={route.screen} route={route} />
    </Shell>
  );
}

function Screen({ route }: { readonly route: Route }): VNode {
  switch (route.screen) {
    case 'overview':
      return <OverviewScreen />;
    case 'models':
      return <ModelsScreen />;
    case 'model':
      return <ModelScreen key={route.name} name={route.name} />;
    case 'events':
      return <EventsScreen />;
    case 'event':
      return <EventScreen key={route.id} kind={route.kind} id={route.id} />;
    case 'alerts':
      return <AlertsScreen />;
    case 'keys':
      return <KeysScreen />;
    default:
      return <UnknownScreen />;
  }
}
