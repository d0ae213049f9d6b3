import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something asked of the server. */
export interface Resource<T> {
  /** The latest answer; undefined before the first one. */
  readonly value: T | undefined;
  /** Why the latest request failed; undefined where it didn't. */
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Asks again; what is shown stays until the answer is there. */
  reload(): void;
}

interface Held<T> {
  readonly key: string;
  readonly value?: T;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

/** Asks the server, and again whenever the key changes. Answers that come late, after those to later questions, are dropped.
 * @param key names what is asked for, parameters included
 * @param load asks; what it throws becomes the error */
export function useResource<T>(key: string, load: () => Promise<T>): Resource<T> {
  const [held, setHeld] = useState<Held<T>>({ key, isLoading: true });
  const turn = useRef(0);
  const latest = useRef(load);
  latest.current = load;

  const ask = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    const settle = (next: Held<T>): void => {
      if (mine === turn.current) setHeld(next);
    };
    setHeld((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
    try {
      settle({ key, value: await latest.current(), isLoading: false });
    } catch (error) {
      settle({ key, error, isLoading: false });
    }
  }, [key]);

  useEffect(() => {
    void ask();
    return () => void (turn.current += 1);
  }, [ask]);

  const isCurrent = held.key === key;
  return {
    value: isCurrent ? held.value : undefined,
    error: isCurrent ? held.error : undefined,
    isLoading: !isCurrent || held.isLoading,
    reload: () => void ask(),
  };
}
