import type { Socket } from 'node:net';

/** Makes the two ends of a line end together, and an error of either no more than that.
 * @param open holds both for as long as they are open */
export function joinEnds(open: Set<Socket>, client: Socket, database: Socket): void {
  for (const end of [client, database]) {
    open.add(end);
    end.on('error', () => end.destroy());
    end.on('close', () => {
      open.delete(end);
      client.destroy();
      database.destroy();
    });
  }
}
