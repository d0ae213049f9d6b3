import { useState } from 'preact/hooks';
import { Icon } from './icon.js';

const SHOWN_MS = 2000;

/** Copies a text, and says so for a moment. Over plain HTTP from elsewhere browsers have no clipboard, and it isn't there. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [isCopied, setCopied] = useState(false);
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" class="button quiet small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <Icon name={isCopied ? 'check' : 'copy'} />
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
    </button>
  );
}
