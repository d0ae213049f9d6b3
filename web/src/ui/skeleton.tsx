/** Stands where something is being loaded.
 * @param lines so many it leaves room for */
export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">Loading</span>
      {Array.from({ length: lines }, (_none, line) => (
        <i key={line} />
      ))}
    </div>
  );
}
