import { ElementCursor } from '../bson/raw.js';

/** Where a field lies in a document. */
export interface FieldPlace {
  /** BSON type byte; 0 where the document has no such field. */
  type: number;
  /** Offset of the value. */
  value: number;
}

interface Slot extends FieldPlace {
  readonly name: Buffer;
}

/** Finds the top-level fields that the indexes of a collection are made of in one walk over a document, where looking for each would
 * take a walk apiece. */
export class FieldTable {
  private readonly slots: readonly Slot[];
  private readonly byName: ReadonlyMap<string, Slot>;

  /** @param names of the fields to find */
  constructor(names: Iterable<string>) {
    this.slots = [...new Set(names)].map((name) => ({ name: Buffer.from(name), type: 0, value: 0 }));
    this.byName = new Map(this.slots.map((slot) => [slot.name.toString(), slot]));
  }

  /** Walks over a document; what was found of an earlier one is forgotten. Of two fields with one name the first counts.
   * @throws MongoError InvalidBSON */
  read(raw: Buffer): this {
    const { slots } = this;
    for (const slot of slots) slot.type = 0;
    let left = slots.length;
    const cursor = new ElementCursor(raw);
    while (left > 0 && cursor.next()) {
      for (const slot of slots) {
        if (slot.type !== 0 || !cursor.isNamed(slot.name)) continue;
        slot.type = cursor.type;
        slot.value = cursor.value;
        left--;
        break;
      }
    }
    return this;
  }

  /** @returns where a field lies, valid until the next read; undefined where it wasn't asked for or isn't there */
  find(name: string): FieldPlace | undefined {
    const slot = this.byName.get(name);
    return slot === undefined || slot.type === 0 ? undefined : slot;
  }
}
