import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BRIDGE_VERSION, BRIDGES, bridgeOf, keyFile, packageBridge } from '../bridges/index.js';

const { strFromU8, unzipSync } = createRequire(new URL('../bridges/package.json', import.meta.url))(
  'fflate',
);

const folder = fileURLToPath(new URL('../bridges/', import.meta.url));
const hasPhp = spawnSync('php', ['-v']).status === 0;
const skip = hasPhp
  ? false
  : 'php is not installed: apt-get install php-cli php-curl php-sqlite3 php-xml';
if (skip) console.warn(`The bridges' PHP is not tested: ${skip}`);

const run = (...args) => spawnSync('php', args, { encoding: 'utf8' });
const keys = {
  storeId: '01900000-0000-7000-8000-000000000001',
  storefront: null,
  inboundUrl: 'https://hub.example/inbound/v1/token/events',
  secret: "swi_it's\\secret",
};
const unpacked = (id, withKeys) =>
  Object.entries(unzipSync(packageBridge(id, withKeys))).map(([path, bytes]) => [
    path,
    strFromU8(bytes),
  ]);

describe('the bridges', { skip }, () => {
  for (const file of readdirSync(join(folder, 'test')).filter((name) =>
    /\.test\.php$/.test(name),
  )) {
    const { stdout, stderr, status } = hasPhp
      ? run(join(folder, 'test.php'), join(folder, 'test', file))
      : { stdout: '', stderr: '', status: 0 };
    const lines = stdout.split('\n').filter((line) => /^(?:not )?ok /.test(line));
    describe(file, () => {
      for (const line of lines) {
        it(line.replace(/^(?:not )?ok /, ''), () => assert.match(line, /^ok /));
      }
      it('runs to its end', () => {
        assert.ok(lines.length > 0 && stderr === '', stderr || stdout);
        assert.equal(
          status === 0,
          lines.every((line) => line.startsWith('ok ')),
          stdout,
        );
      });
    });
  }

  for (const { id } of BRIDGES) {
    it(`${id}: every file of the package is valid PHP or XML`, () => {
      const target = mkdtempSync(join(tmpdir(), 'storewire-bridge-'));
      try {
        for (const [path, text] of unpacked(id, keys)) {
          const file = join(target, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
          if (/\.(?:php|phtml)$/.test(path)) {
            const { status, stdout } = run('-l', file);
            assert.equal(status, 0, stdout);
          }
          if (/\.xml$/.test(path)) {
            const code = 'exit(simplexml_load_file($argv[1]) === false ? 1 : 0);';
            assert.equal(run('-r', code, file).status, 0, path);
          }
        }
      } finally {
        rmSync(target, { recursive: true });
      }
    });
  }

  it('writes keys that PHP reads back as they are, whatever characters they have', () => {
    const target = mkdtempSync(join(tmpdir(), 'storewire-bridge-'));
    try {
      const file = join(target, 'keys.php');
      writeFileSync(file, keyFile(keys));
      const { stdout } = run('-r', 'echo json_encode(include $argv[1]);', file);
      const { storeId, ...values } = keys;
      assert.deepEqual(JSON.parse(stdout), values);
      assert.equal(run(file).stdout, '', 'nothing may show when it is opened on the web');
    } finally {
      rmSync(target, { recursive: true });
    }
  });
});

describe('a package', () => {
  const places = {
    prestashop: [
      'storewire/',
      'storewire/storewire.php',
      'storewire/shared/Sender.php',
      'storewire/keys/',
    ],
    magento2: [
      'app/',
      'app/code/Storewire/Bridge/registration.php',
      'app/code/Storewire/Bridge/Shared/Sender.php',
      'app/code/Storewire/Bridge/keys/',
    ],
    magento1: [
      'app/',
      'app/etc/modules/Storewire_Bridge.xml',
      'app/code/community/Storewire/Bridge/Shared/Sender.php',
      'app/code/community/Storewire/Bridge/keys/',
    ],
  };

  for (const [id, [root, module, shared, keyFolder]] of Object.entries(places)) {
    it(`${id}: is laid out as the shop wants it, alone and of one version`, () => {
      const files = new Map(unpacked(id, keys));
      assert.ok([...files.keys()].every((path) => path.startsWith(root)));
      assert.ok(files.has(module) && files.has(shared));
      assert.ok(files.get(`${keyFolder}${keys.storeId}.php`).includes(keys.inboundUrl));
      const text = [...files.values()].join('\n');
      assert.ok(!text.includes('@VERSION@') && text.includes(BRIDGE_VERSION));
    });

    it(`${id}: has no key unless one is given`, () => {
      const paths = unpacked(id).map(([path]) => path);
      assert.ok(!paths.some((path) => path.startsWith(keyFolder)));
    });

    it(`${id}: is the same, byte for byte, whenever and wherever it is made`, () => {
      const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
      const code = `import { packageBridge } from ${JSON.stringify(new URL('../bridges/index.js', import.meta.url).href)}; process.stdout.write(packageBridge('${id}'));`;
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        env: { ...process.env, TZ: 'Asia/Tokyo' },
      });
      assert.equal(hash(stdout), hash(packageBridge(id)));
    });
  }

  it('keeps the table of Magento 2 and that of the other shops alike', () => {
    const columns = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
    const schema = new Map(unpacked('magento2')).get('app/code/Storewire/Bridge/etc/db_schema.xml');
    const sql = new Map(unpacked('magento1')).get(
      'app/code/community/Storewire/Bridge/Shared/Tables.php',
    );
    assert.deepEqual(
      columns(schema, /<column xsi:type="\w+" name="(\w+)"/g),
      columns(sql, /^ +(\w+) (?:INT|VARCHAR|TEXT|MEDIUMTEXT)\b/gm),
    );
  });

  it('is refused a name that leads elsewhere', () => {
    assert.throws(() => packageBridge('prestashop', { ...keys, storeId: '../x' }), RangeError);
    assert.throws(() => packageBridge('opencart'), RangeError);
  });

  it('is there for the platforms that cannot tell by themselves', () => {
    const found = ['prestashop16', 'prestashop17', 'magento1', 'magento2', 'woocommerce'].map(
      (platform) => bridgeOf(platform)?.id,
    );
    assert.deepEqual(found, ['prestashop', 'prestashop', 'magento1', 'magento2', undefined]);
  });
});
