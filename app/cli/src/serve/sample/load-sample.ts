import type { Product } from '../compose.ts';
import type { Terminal } from '../terminal.ts';
export async function loadSample(
  _product: Product,
  _terminal: Terminal,
  _isStopping: () => boolean,
): Promise<void> {}
