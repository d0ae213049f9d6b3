import { endSession } from '../api/session.js';
import { useStore } from '../api/use-store.js';
import { Icon } from './icon.js';
import { theme, toggleTheme } from './theme.js';

/** What is at hand on every screen: the documentation, the other theme, the way out. */
export function Tools() {
  const other = useStore(theme) === 'dark' ? 'light' : 'dark';
  return (
    <div class="tools">
      <a href="/docs" target="_blank" rel="noreferrer" aria-label="API docs">
        <Icon name="docs" />
        <span>API docs</span>
      </a>
      <button type="button" onClick={toggleTheme} aria-label={`Switch to the ${other} theme`}>
        <Icon name={other === 'dark' ? 'moon' : 'sun'} />
        <span>{other === 'dark' ? 'Dark theme' : 'Light theme'}</span>
      </button>
      <button type="button" onClick={() => endSession()} aria-label="Sign out">
        <Icon name="leave" />
        <span>Sign out</span>
      </button>
    </div>
  );
}
