import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode, numberOf } from '../bson/bson.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { addressOf } from '../server/address.js';
import { MessageSplitter, OP, opMsgReply, parseOpQuery } from './framing.js';
import { documentsIn, parseOpMsg, requestOf } from './op-msg.js';

function header(size: number, opCode: number, requestId = 7): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(size, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(opCode, 12);
  return head;
}

function message(opCode: number, payload: Buffer, requestId = 7): Buffer {
  return Buffer.concat([header(16 + payload.length, opCode, requestId), payload]);
}

function section(name: string, docs: readonly Doc[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map((doc) => encode(doc))]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(4 + content.length);
  return Buffer.concat([Buffer.from([1]), size, content]);
}

function opMsg(body: Doc, { flags = 0, sections = [] as Buffer[], requestId = 7 } = {}): Buffer {
  const flagBytes = Buffer.alloc(4);
  flagBytes.writeUInt32LE(flags);
  const checksum = (flags & 1) === 0 ? Buffer.alloc(0) : Buffer.from([1, 2, 3, 4]);
  return message(OP.msg, Buffer.concat([flagBytes, Buffer.from([0]), encode(body), ...sections, checksum]), requestId);
}

function opQuery(namespace: string, doc: Doc, requestId = 7): Buffer {
  const head = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from(`${namespace}\0`),
    Buffer.alloc(4),
    Buffer.from([255, 255, 255, 255]),
  ]);
  return message(OP.query, Buffer.concat([head, encode(doc)]), requestId);
}

describe(MessageSplitter.name, () => {
  const bytes = Buffer.concat([
    opMsg({ ping: 1 }, { requestId: 1 }),
    opMsg({ ping: 2 }, { requestId: 2 }),
    opMsg({ ping: 3 }, { requestId: 3 }),
  ]);

  it.each([1, 3, 15, 16, 17, 40, 1000])('finds the same messages in pieces of %i bytes', (size) => {
    const splitter = new MessageSplitter();
    const found: number[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const { requestId, opCode, bytes: whole } of splitter.push(bytes.subarray(at, at + size))) {
        expect(opCode).toBe(OP.msg);
        expect(numberOf(parseOpMsg(whole).body['ping'])).toBe(requestId);
        found.push(requestId);
      }
    }
    expect(found).toEqual([1, 2, 3]);
  });

  it.each([0, 15, -1, 100_000_000])('refuses a length of %i', (size) => {
    expect(() => new MessageSplitter().push(header(size, OP.msg))).toThrow(/limits/);
  });
});

describe(parseOpMsg.name, () => {
  it('puts documents beside the body where they belong', () => {
    const request = parseOpMsg(
      opMsg({ insert: 'c', $db: 'd' }, { sections: [section('documents', [{ a: 1 }, { a: 2 }])] }),
    );
    expect(request).toMatchObject({ command: 'insert', db: 'd', isUnacknowledged: false });
    expect(documentsIn(request, 'documents').map((raw) => numberOf(decodeTyped(raw)['a']))).toEqual([1, 2]);
  });

  it('finds documents within the body too', () => {
    const request = requestOf(encode({ insert: 'c', documents: [{ a: 1 }, { a: 2 }] }));
    expect(documentsIn(request, 'documents')).toHaveLength(2);
  });

  it('knows when no answer is wanted, and takes a checksum', () => {
    expect(parseOpMsg(opMsg({ ping: 1 }, { flags: 2 })).isUnacknowledged).toBe(true);
    expect(parseOpMsg(opMsg({ ping: 1 }, { flags: 1 })).command).toBe('ping');
    expect(parseOpMsg(opMsg({ ping: 1 }, { flags: 0x10000 })).command).toBe('ping');
  });

  const wrongSize = opMsg({ ping: 1 });
  wrongSize.writeInt32LE(5000, 21);
  const wrongKind = opMsg({ ping: 1 });
  wrongKind[20] = 9;
  it.each([
    { what: 'unknown flags', bytes: opMsg({ ping: 1 }, { flags: 4 }) },
    { what: 'a section that is too long', bytes: wrongSize },
    { what: 'an unknown section', bytes: wrongKind },
    { what: 'no body', bytes: message(OP.msg, Buffer.alloc(4)) },
    {
      what: 'a sequence with half a document',
      bytes: opMsg({ ping: 1 }, { sections: [Buffer.from([1, 9, 0, 0, 0, 97, 0, 9, 0, 0])] }),
    },
  ])('refuses $what', ({ bytes }) => expect(() => parseOpMsg(bytes)).toThrow());
});

describe(parseOpQuery.name, () => {
  it('finds the command and its database', () => {
    const [whole] = new MessageSplitter().push(opQuery('admin.$cmd', { isMaster: 1 }));
    expect(parseOpQuery(whole!)).toMatchObject({ db: 'admin' });
    expect(Object.keys(decodeTyped(parseOpQuery(whole!).doc))).toEqual(['isMaster']);
  });

  it('refuses one without a document', () => {
    const [whole] = new MessageSplitter().push(message(OP.query, Buffer.from([0, 0, 0, 0, 97, 0])));
    expect(() => parseOpQuery(whole!)).toThrow(/OP_QUERY/);
  });
});

describe(opMsgReply.name, () => {
  it('can be read by its own parser', () => {
    const framed = Buffer.concat(opMsgReply(encode({ ok: 1 }), 42));
    expect(framed.readInt32LE(8)).toBe(42);
    expect(parseOpMsg(framed).command).toBe('ok');
  });
});

describe('a connection', () => {
  let temporary: TemporaryServer;
  let socket: Socket;
  let splitter: MessageSplitter;
  let replies: { responseTo: number; opCode: number; doc: Doc }[];

  beforeEach(async () => {
    temporary = await startTemporary();
    const address = addressOf(temporary.server.uri);
    if (address === undefined) throw new Error('no address');
    socket = connect(address.connect);
    await once(socket, 'connect');
    splitter = new MessageSplitter();
    replies = [];
    socket.on('data', (chunk: Buffer) => {
      for (const { bytes, opCode } of splitter.push(chunk)) {
        const doc = decodeTyped(bytes.subarray(opCode === OP.msg ? 21 : 36));
        replies.push({ responseTo: bytes.readInt32LE(8), opCode, doc });
      }
    });
  });
  afterEach(async () => {
    socket.destroy();
    await temporary.stop();
  });

  const answered = (count: number): Promise<void> => expect.poll(() => replies.length, { timeout: 5000 }).toBe(count);

  it('answers the first message in the old format', async () => {
    socket.write(opQuery('admin.$cmd', { isMaster: 1, helloOk: true }, 5));
    await answered(1);
    expect(replies[0]).toMatchObject({ responseTo: 5, opCode: OP.reply });
    expect(replies[0]!.doc).toMatchObject({ ismaster: true, isWritablePrimary: true, helloOk: true });
    expect(numberOf(replies[0]!.doc['maxWireVersion'])).toBe(21);
  });

  it('answers in order, an error where a command fails, and nothing where none is wanted', async () => {
    const write = (n: number, flags = 0): Buffer =>
      opMsg({ insert: 'c', documents: [{ _id: n }], $db: 'd' }, { requestId: n, flags });
    socket.write(
      Buffer.concat([write(1), write(2, 2), write(1), opMsg({ nonsense: 1, $db: 'd' }, { requestId: 4 }), write(5)]),
    );
    await answered(4);
    expect(replies.map(({ responseTo }) => responseTo)).toEqual([1, 1, 4, 5]);
    expect(replies.map(({ doc }) => numberOf(doc['ok']))).toEqual([1, 1, 0, 1]);
    expect(replies[1]!.doc['writeErrors']).toHaveLength(1);
    expect(await temporary.client.db('d').collection('c').countDocuments()).toBe(3);
  });

  it('answers what it cannot read and stays usable', async () => {
    const broken = opMsg({ ping: 1 }, { requestId: 1 });
    broken[25] = 0x77;
    socket.write(broken);
    socket.write(message(OP.compressed, Buffer.alloc(20), 2));
    socket.write(opMsg({ ping: 1, $db: 'admin' }, { requestId: 3 }));
    await answered(3);
    expect(replies.map(({ doc }) => numberOf(doc['ok']))).toEqual([0, 0, 1]);
  });

  it('refuses documents whose inner lengths lie', async () => {
    const doc = encode({ _id: 1, s: 'text' });
    const at = doc.indexOf('text') - 4;
    doc.writeInt32LE(5000, at);
    const body = Buffer.concat([Buffer.from('documents\0'), doc]);
    const size = Buffer.alloc(4);
    size.writeInt32LE(4 + body.length);
    socket.write(opMsg({ insert: 'c', $db: 'd' }, { sections: [Buffer.concat([Buffer.from([1]), size, body])] }));
    await answered(1);
    expect(replies[0]!.doc['writeErrors']).toMatchObject([{ index: { value: 0 }, code: { value: 22 } }]);
  });

  it('hangs up on a stream that cannot be followed', async () => {
    const closed = once(socket, 'close');
    socket.write(header(3, OP.msg));
    await closed;
    expect(await temporary.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
