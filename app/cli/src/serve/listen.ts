import { ServeError } from './errors.ts';

interface Listener {
  listen(options: { host: string; port: number }): Promise<string>;
}

const portsTried = 20;

/** Listens on loopback at the port, or, where any will do, at the next free one. Answers the URL. */
export async function listenOnLoopback(api: Listener, port: number, portIsWanted: boolean): Promise<string> {
  const last = portIsWanted ? port : Math.min(port + portsTried, 65_535);
  for (let tried = port; tried <= last; tried++) {
    try {
      await api.listen({ host: '127.0.0.1', port: tried });
      return `http://127.0.0.1:${tried}`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES') {
        throw new ServeError(
          `Port ${tried} may not be opened by this user: choose one above 1023 with --port.`,
        );
      }
      if (code !== 'EADDRINUSE') throw error;
    }
  }
  throw new ServeError(
    portIsWanted
      ? `Port ${port} is taken by another program: choose another with --port, or none for the next free one.`
      : `Ports ${port} to ${last} are all taken: choose a free one with --port.`,
  );
}
