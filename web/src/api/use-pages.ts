import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** What lists hold: anything with an id. */
export interface Listed {
  readonly id: string;
}

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
  /** Reads the first page again, and puts what is new before what is shown. */
  refresh(): void;
}

interface Held<T> extends Partial<Page<T>> {
  readonly key: string;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

/** The part of a query that says which page. */
export interface PageQuery {
  /** Left out for the first page. */
  readonly cursor?: string;
}

type Load<T> = (page: PageQuery) => Promise<Page<T>>;
/** Puts a page that was just read into what is there. */
type Join<T> = (page: Page<T>, held: Held<T>) => Page<T>;

/** Reads a list, and again from the start whenever the key changes.
 * @param key names the list, filters included
 * @param load reads a page */
export function usePages<T extends Listed>(key: string, load: Load<T>): Pages<T> {
  const [held, setHeld] = useState<Held<T>>({ key, isLoading: true });
  const turn = useRef(0);
  const latest = useRef(load);
  latest.current = load;

  const ask = useCallback(
    async (cursor: string | null, join: Join<T>) => {
      turn.current += 1;
      const mine = turn.current;
      setHeld((old) => ({ ...(old.key === key ? old : { key }), isLoading: true, error: undefined }));
      const answer = await latest.current(cursor === null ? {} : { cursor }).then(
        (page) => (old: Held<T>) => ({ ...join(page, old), key, isLoading: false }),
        (error: unknown) => (old: Held<T>) => ({ ...old, error, isLoading: false }),
      );
      if (mine === turn.current) setHeld(answer);
    },
    [key],
  );

  useEffect(() => {
    void ask(null, alone);
    return () => void (turn.current += 1);
  }, [ask]);

  const { items, nextCursor = null, error, isLoading }: Held<T> = held.key === key ? held : { key, isLoading: true };
  return {
    items,
    error,
    isLoading,
    hasMore: nextCursor !== null,
    more: () => void ask(nextCursor, after),
    reload: () => void ask(null, alone),
    refresh: () => void ask(null, before),
  };
}

function alone<T>(page: Page<T>): Page<T> {
  return page;
}

function after<T>({ items, nextCursor }: Page<T>, held: Held<T>): Page<T> {
  return { items: [...(held.items ?? []), ...items], nextCursor };
}

/** Where the page doesn't reach what is shown, something is missing between them: then it counts alone. */
function before<T extends Listed>(page: Page<T>, held: Held<T>): Page<T> {
  const fresh = new Set(page.items.map(({ id }) => id));
  const rest = (held.items ?? []).filter(({ id }) => !fresh.has(id));
  const touches = rest.length < (held.items ?? []).length;
  if (!touches) return page;
  return { items: [...page.items, ...rest], nextCursor: held.nextCursor ?? null };
}
