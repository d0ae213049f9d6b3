import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';
import { Link } from './link.js';

interface ScreenProps {
  readonly title: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** The screen above this one. */
  readonly parent?: { readonly name: string; readonly href: string };
  /** Stands at the right of the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A screen: its title and what is below it. */
export function Screen({ title, hint, parent, aside, children }: ScreenProps) {
  return (
    <div class="screen">
      <div class="screen-head">
        <div>
          {parent === undefined ? null : (
            <Link href={parent.href} class="crumb">
              <Icon name="back" />
              {parent.name}
            </Link>
          )}
          <h1>{title}</h1>
          {hint === undefined ? null : <p class="muted">{hint}</p>}
        </div>
        {aside}
      </div>
      {children}
    </div>
  );
}
