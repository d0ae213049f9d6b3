import { decodeValue } from '../bson/element-value.js';
import { fieldPath, type PathVisitor, visitPath } from '../bson/path.js';
import { T } from '../bson/bson.js';
import { KeyWriter } from '../keys/key-writer.js';
import { writeRawValue } from '../keys/value-key.js';
import { execute, type Execution } from '../query/execute.js';

/** The different values of a field over a query's documents, in BSON's order; arrays count by element. */
export function distinctValues(execution: Execution, field: string): unknown[] {
  const path = fieldPath(field);
  const values = new Values();
  for (const { value: raw } of execute(execution)) {
    values.raw = raw;
    visitPath(raw, 0, path, values);
  }
  return values.sorted();
}

class Values implements PathVisitor {
  raw: Buffer = Buffer.alloc(0);
  private readonly writer = new KeyWriter();
  private readonly found = new Map<string, { key: Buffer; value: unknown }>();

  value(type: number, at: number, isElement: boolean): void {
    if (type === 0 || (type === T.array && !isElement)) return;
    writeRawValue(this.writer.reset(), this.raw, type, at);
    const text = this.writer.bytes.toString('latin1', 0, this.writer.length);
    if (!this.found.has(text))
      this.found.set(text, { key: this.writer.copy(), value: decodeValue(this.raw, type, at) });
  }

  sorted(): unknown[] {
    return [...this.found.values()].sort((a, b) => a.key.compare(b.key)).map(({ value }) => value);
  }
}
