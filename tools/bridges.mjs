// Packs the in-store modules into bridges/dist, without keys; the hub fills in those of a store (docs/bridges.md).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BRIDGE_VERSION, BRIDGES, packageBridge } from '../bridges/index.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'bridges', 'dist');

mkdirSync(folder, { recursive: true });
for (const { id } of BRIDGES) {
  const file = join(folder, `storewire-${id}-${BRIDGE_VERSION}.zip`);
  const bytes = packageBridge(id);
  writeFileSync(file, bytes);
  console.log(`${relative(root, file)} ${bytes.length} bytes`);
}
