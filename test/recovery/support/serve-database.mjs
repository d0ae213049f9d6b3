// Serves the built embedded database: node serve-database.mjs DATA_DIR; prints its connection string.
import { startEmbeddedMongo } from '../../../dist/embedded-mongo/embedded-mongo.js';

const { uri } = await startEmbeddedMongo({ dataDir: process.argv[2] });
process.stdout.write(uri);
