/** One step of a pipeline: a lazy transformation of a stream of raw documents. */
export type Stage = (docs: Iterable<Buffer>) => Iterable<Buffer>;
