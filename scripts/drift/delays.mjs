// When each change of the labelled streams was found, and by what.

/** Prints a table of the changes of all streams but the metrics of one value at a time: how long each took, in windows.
 * @param openingsOf what a stream's monitor opened: row, signal and episode */
export function printDelays(streams, openingsOf) {
  const rows = streams
    .filter(({ kind }) => kind !== 'nab')
    .flatMap((stream) => {
      const openings = openingsOf(stream);
      return stream.truth.drifts.map((drift) => foundBy(stream, drift, openings));
    });
  console.log('\n## When each change was found\n');
  console.table(rows.sort((one, other) => (one.delay ?? Infinity) - (other.delay ?? Infinity)));
}

function foundBy({ id, truth }, { type, magnitude, onset, end, tol }, openings) {
  const found = openings.find(({ row }) => row >= onset && row < Math.min(onset + tol, end));
  const cause = found?.episode.cause;
  return {
    stream: id,
    change: type.slice(0, 40),
    magnitude: magnitude ?? '',
    delay: found === undefined ? null : Number(((found.row - onset) / truth.window_rows).toFixed(1)),
    signal: found?.signal ?? '',
    method: cause?.method ?? '',
    buckets: cause?.windowBuckets ?? '',
    size: cause === undefined ? '' : Number(cause.size.toFixed(3)),
  };
}
