/** A part of a whole. */
interface Part {
  readonly name: string;
  /** A label's name, whose colour it has. */
  readonly color: string;
  readonly value: number;
}

/** So wide is a part at least that isn't zero, percent. */
const LEAST = 0.8;

/** Parts of a whole, beside each other. What it shows stands in words beside it. */
export function ShareBar({ parts }: { readonly parts: readonly Part[] }) {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const widths = parts.map(({ value }) => (value === 0 ? 0 : Math.max(LEAST, (100 * value) / total)));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let left = 0;
  return (
    <svg class="share-bar" viewBox={`0 0 ${whole} 10`} preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ name, color }, index) => {
        const x = left;
        left += widths[index] ?? 0;
        return <rect key={name} class={`share-${color}`} x={x} width={widths[index]} height="10" />;
      })}
    </svg>
  );
}
