/** A colour of the theme as a canvas takes it, which knows no variables.
 * @param host an element of the page
 * @param name of `styles/tokens.css`, without its dashes */
export function colorOf(host: HTMLElement, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
