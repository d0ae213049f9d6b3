import type { ComponentChildren } from 'preact';
import { sentenceOf } from '../api/fault.js';
import type { Resource } from '../api/use-resource.js';
import { Icon } from './icon.js';
import { Skeleton } from './skeleton.js';

interface LoadedProps<T> {
  readonly of: Resource<T>;
  /** Lines to leave room for until the answer is there. */
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** What was asked of the server, in its three states. */
export function Loaded<T>({ of, lines = 3, children }: LoadedProps<T>) {
  if (of.value !== undefined) return <>{children(of.value)}</>;
  if (of.error !== undefined) return <Failure error={of.error} onRetry={() => of.reload()} />;
  return <Skeleton lines={lines} />;
}

/** A request that failed, and a way to try again. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <div class="failure" role="alert">
      <p>{sentenceOf(error)}</p>
      <button type="button" class="button small" onClick={onRetry}>
        <Icon name="retry" />
        Try again
      </button>
    </div>
  );
}
