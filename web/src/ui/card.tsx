import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly hint?: string;
  /** Stands at the right of the title. */
  readonly aside?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of a screen with a title of its own. */
export function Card({ title, hint, aside, class: name = '', children }: CardProps) {
  const id = useId();
  return (
    <section class={`card ${name}`} aria-labelledby={id}>
      <header class="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {hint === undefined ? null : <p class="hint">{hint}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}
