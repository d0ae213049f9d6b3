import { CopyButton } from './copy-button.js';

interface CommandProps {
  /** What it does, for those who don't see it. */
  readonly label: string;
  readonly text: string;
}

/** Something to type into a shell, to be copied. */
export function Command({ label, text }: CommandProps) {
  return (
    <div class="command">
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <CopyButton text={text} what="the command" />
    </div>
  );
}
