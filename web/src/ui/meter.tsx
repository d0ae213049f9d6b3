interface MeterProps {
  /** 0-1. */
  readonly share: number;
  readonly label: string;
  /** Written beside the bar; without it the share with two decimals. */
  readonly text?: string;
}

/** A bar for a number between 0 and 1. An SVG, because its width is data, and the page allows no styles inline. */
export function Meter({ share, label, text = share.toFixed(2) }: MeterProps) {
  return (
    <div class="meter" role="img" aria-label={`${label}: ${text}`}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="meter-track" width="100" height="6" />
        <rect class="meter-bar" width={Math.min(1, Math.max(0, share)) * 100} height="6" />
      </svg>
      <span aria-hidden="true">{text}</span>
    </div>
  );
}
