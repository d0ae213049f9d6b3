const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  197: 'InvalidIndexSpecificationOption',
  322: 'APIVersionError',
  323: 'APIStrictError',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
  17280: 'KeyTooLong',
};

/** An error as MongoDB answers it; the driver shows `code`, the code's name and the message. */
export class MongoError extends Error {
  /** @param code MongoDB's error code
   * @param details fields that go beside the message, for instance `keyPattern` */
  constructor(
    readonly code: number,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }

  /** The name that belongs to the code, for instance `DuplicateKey`. */
  get codeName(): string {
    return CODE_NAMES[this.code] ?? `Location${this.code}`;
  }
}

/** The answer to everything that this server leaves to a real MongoDB.
 * @param what the thing asked for, for instance "the operator $where"
 * @param code 9 for something inside a command, 115 for a command or an option */
export function unsupported(what: string, code: 9 | 115 = 9): MongoError {
  return new MongoError(code, `${what} is not supported by the embedded database: set MONGO_URI`);
}
