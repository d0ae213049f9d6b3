import path from 'node:path';
import mongoose, { type mongo } from 'mongoose';

const BUILT = path.resolve(import.meta.dirname, '../../dist/embedded-mongo/embedded-mongo.js');

/** Opens a data directory that no server has open, past the application, and closes it again. */
export async function withDatabase<Found>(
  dataDir: string,
  work: (client: mongo.MongoClient, uri: string) => Promise<Found>,
): Promise<Found> {
  const { startEmbeddedMongo } = (await import(BUILT)) as typeof import('../../src/embedded-mongo/embedded-mongo.js');
  const server = await startEmbeddedMongo({ dataDir });
  const client = new mongoose.mongo.MongoClient(server.uri);
  try {
    return await work(client, server.uri);
  } finally {
    await client.close();
    await server.stop();
  }
}
