import type { ComponentChildren } from 'preact';
import type { Pages } from '../api/use-pages.js';
import { Failure } from './loaded.js';
import { Skeleton } from './skeleton.js';

const WAITING_LINES = 8;

interface PagedProps<T> {
  readonly of: Pages<T>;
  /** Where there is nothing at all. */
  readonly empty: ComponentChildren;
  readonly children: (items: readonly T[]) => ComponentChildren;
}

/** A list in its states, with a button for what is older. */
export function Paged<T>({ of, empty, children }: PagedProps<T>) {
  const { items, error, isLoading, hasMore } = of;
  if (items === undefined && error === undefined) return <Skeleton lines={WAITING_LINES} />;
  return (
    <>
      {items === undefined ? null : items.length === 0 ? empty : children(items)}
      {error === undefined ? null : (
        <Failure error={error} onRetry={() => (items === undefined ? of.reload() : of.more())} />
      )}
      {hasMore && error === undefined ? (
        <button type="button" class="button more" disabled={isLoading} onClick={() => of.more()}>
          {isLoading ? 'Loading …' : 'Show older ones'}
        </button>
      ) : null}
    </>
  );
}
