import type { ComponentChildren } from 'preact';
import { Command } from './command.js';

interface EmptyProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** What to type next, for a shell. */
  readonly command?: string;
}

/** Nothing to show: says so, and what the next step is. */
export function Empty({ title, children, command }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
      {command === undefined ? null : <Command label="Command" text={command} />}
    </div>
  );
}
