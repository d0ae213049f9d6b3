import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** For the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** A list that is read page by page. */
export interface Pages<T> {
  /** What has been read; undefined before the first page. */
  readonly items: readonly T[] | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** Reads the next page. */
  more(): void;
  /** Begins again from the first one; what is shown stays until it is there. */
  reload(): void;
}

interface Held<T> extends Partial<Page<T>> {
  readonly key: string;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

/** Reads a list, and again from the start whenever the key changes.
 * @param key names the list, filters included
 * @param load reads the page of a cursor, the first one for null */
export function usePages<T>(key: string, load: (cursor: string | null) => Promise<Page<T>>): Pages<T> {
  const [held, setHeld] = useState<Held<T>>({ key, isLoading: true });
  const turn = useRef(0);
  const latest = useRef(load);
  latest.current = load;

  const ask = useCallback(
    async (before: readonly T[], cursor: string | null) => {
      turn.current += 1;
      const mine = turn.current;
      setHeld((old) => ({ ...(old.key === key ? old : { key }), isLoading: true, error: undefined }));
      const next = await latest.current(cursor).then(
        ({ items, nextCursor }): Held<T> => ({ key, items: [...before, ...items], nextCursor, isLoading: false }),
        (error: unknown): Partial<Held<T>> => ({ error, isLoading: false }),
      );
      if (mine === turn.current) setHeld((old) => ({ ...old, ...next }));
    },
    [key],
  );

  useEffect(() => {
    void ask([], null);
    return () => void (turn.current += 1);
  }, [ask]);

  const current: Held<T> = held.key === key ? held : { key, isLoading: true };
  const { items, nextCursor = null, error, isLoading } = current;
  return {
    items,
    error,
    isLoading,
    hasMore: nextCursor !== null,
    more: () => void ask(items ?? [], nextCursor),
    reload: () => void ask([], null),
  };
}
