/** Outlines on a grid of 24 by 24. */
const PATHS = {
  overview: 'M3 13h4l3-8 4 14 3-6h4',
  models: 'M12 3 4 7.5v9L12 21l8-4.5v-9ZM4 7.500l8 4.500 8-4.500M12 12v9',
  events: 'M4 6h16M4 12h16M4 18h10',
  alerts: 'M6 16V11a6 6 0 1 1 12 0v5l1.500 2h-15ZM10 21h4',
  keys: 'M8.500 19a4.500 4.500 0 1 1 3.200-7.700L20 3M17 6l2.500 2.500M14 9l2 2',
  docs: 'M6 3h9l4 4v14H6ZM14 3v5h5M9 13h7M9 17h5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M19 5l-1.400 1.400M6.400 17.600 5 19',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  back: 'M15 5l-7 7 7 7',
  copy: 'M9 9h11v11H9ZM5 15H4V4h11v1',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  retry: 'M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500',
  next: 'M9 5l7 7-7 7',
} as const;

/** The names of icons. */
export type IconName = keyof typeof PATHS;

/** An icon that repeats what words beside it say; assistive technology doesn't see it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
