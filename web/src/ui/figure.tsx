import type { ComponentChildren } from 'preact';

/** A name and its value on a line. */
export function Figure({ name, value }: { readonly name: string; readonly value: ComponentChildren }) {
  return (
    <p class="figure">
      <span>{name}</span>
      <b>{value}</b>
    </p>
  );
}
