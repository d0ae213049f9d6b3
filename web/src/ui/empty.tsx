import type { ComponentChildren } from 'preact';
import { CopyButton } from './copy-button.js';

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
      {command === undefined ? null : (
        <div class="command">
          <pre tabIndex={0} aria-label="Command">
            {command}
          </pre>
          <CopyButton text={command} what="the command" />
        </div>
      )}
    </div>
  );
}
