// Writes docs/settings.md from the declarations of the settings:
//   node tools/settings-doc.mjs [--check]
// `--check` writes nothing and fails when the file is not what it would be. Needs a build of packages/core.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const SETTINGS_PAGE = join(root, 'docs', 'settings.md');

/**
 * The page about every setting.
 * @param {{ properties: Record<string, object>, 'x-groups': { id: string, title: string }[] }} schema in English
 */
export function settingsDocument(schema) {
  const entries = Object.entries(schema.properties);
  const groups = schema['x-groups'].map(({ id, title }) =>
    group(
      title,
      entries.filter(([, one]) => one['x-group'] === id),
    ),
  );
  return `# Settings

<!-- Written by \`node tools/settings-doc.mjs\` from what \`packages/core\` declares. Change the declaration, not this page. -->

A setting has a default, which a tenant can change for all of its stores and a store for itself. \`GET …/settings\` says for each where its value
comes from; \`PATCH\` with \`null\` returns to the inherited value. Lists are arrays, or text with commas. \`GET /api/v1/settings-schema\` has the same
as a JSON Schema for forms, in English and Polish (\`?language=pl\`).

The column *scope* names the requirement. *Needs* is what the platform must be able to do before the setting has an effect.
${groups.join('')}
## Many stores at once

- \`POST …/stores/{s}/settings/copy\` \`{ from }\` gives a store the settings of another one; its location only when it is named in \`keys\`.
- \`POST …/settings/bulk\` \`{ stores, values }\` sets the same values in several stores, in all or in none.
- Both take \`dryRun: true\`, which lists every effective difference and changes nothing. What is changed has a \`changeId\`; \`POST …/settings/undo\`
  \`{ changeId }\` takes it back, and answers 409 when one of its values was changed since.
- \`POST …/stores/{s}/settings/preview\` \`{ fieldMapping }\` tries a field mapping on the last messages of the store.

## As a file

\`GET …/configuration\` (\`Accept: application/yaml\` or JSON) is everything that is configured for a tenant: accounts, connections, stores, settings. It
holds no secret; \`secretsLeftOut\` names those that are kept. \`PUT\` applies such a file. Entries are found by name, so a second time changes nothing;
what the file does not name is left alone; \`?dryRun=true\` lists the changes. A new account or connection needs its secrets in the file.

\`\`\`
STOREWIRE_API_KEY=… storewire apply -f configuration.yaml --url https://hub.example --dry-run
\`\`\`

There a value such as \`\${SHOP_TOKEN}\` is taken from the environment, so that the file can be kept without secrets.
`;
}

const group = (title, settings) => `
## ${title}

${row(['key', 'setting', 'values', 'scope'])}
${row(['---', '---', '---', '---'])}
${settings.map(([key, one]) => row([`\`${key}\``, aboutOf(one), valuesOf(one), one['x-source']])).join('\n')}
`;

const aboutOf = (one) =>
  [
    `**${one.title}.** ${one.description}`,
    one['x-capability'] && `Needs \`${one['x-capability']}\`.`,
  ]
    .filter(Boolean)
    .join(' ');

function valuesOf(one) {
  const choices = Object.entries(one['x-choices'] ?? {});
  const values = choices.length
    ? choices.map(([value, name]) => `\`${value}\` (${name})`).join(', ')
    : typeOf(one);
  const unit = one['x-unit'] ? ` ${one['x-unit']}` : '';
  const fallback = one.default;
  return fallback === undefined || fallback === null
    ? `${values}${unit}; empty by default`
    : `${values}${unit}; default \`${JSON.stringify(fallback).replaceAll('"', '')}\``;
}

function typeOf({ type, minimum, maximum, maxLength, pattern, format }) {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (type === 'boolean') return 'on, off';
  if (type === 'array') return 'list';
  if (type === 'object') return 'map';
  if (format === 'email') return 'e-mail address';
  if (format === 'uri' || format === 'url') return 'address';
  if (pattern) return 'text of a form';
  return maxLength ? `text, at most ${maxLength} characters` : 'text';
}

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const core = pathToFileURL(join(root, 'packages', 'core', 'dist', 'index.js')).href;
  const { storeSettingsSchema } = await import(core);
  const text = settingsDocument(storeSettingsSchema());
  if (!process.argv.includes('--check')) {
    writeFileSync(SETTINGS_PAGE, text);
    console.log('docs/settings.md is written.');
  } else if (!existsSync(SETTINGS_PAGE) || readFileSync(SETTINGS_PAGE, 'utf8') !== text) {
    console.error(
      'docs/settings.md is not what the settings declare. Run: node tools/settings-doc.mjs',
    );
    process.exit(1);
  } else console.log('docs/settings.md is current.');
}
