import { Store } from '../lib/store.js';

/** How the page looks. */
export type Theme = 'light' | 'dark';

const KEY = 'aegis-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown: the viewer's choice, else what the system prefers. */
export const theme = new Store<Theme>(wanted());

system.addEventListener('change', applyTheme);

/** Shows the theme that is wanted. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = wanted();
  theme.set(wanted());
}

/** Goes over to the other theme. A choice that is the system's own is none, and follows it again. */
export function toggleTheme(): void {
  const other = wanted() === 'dark' ? 'light' : 'dark';
  if (other === systemTheme()) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, other);
  applyTheme();
}

function wanted(): Theme {
  const chosen = localStorage.getItem(KEY);
  return chosen === 'light' || chosen === 'dark' ? chosen : systemTheme();
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}
