// Checks that every link inside the project's Markdown leads to a file, and to a heading of it where it names one.
// Addresses of other sites are not called.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const IGNORED = new Set(['node_modules', 'dist', '.git', '.turbo', 'coverage', 'adapter-template']);

/** Links under `root` that lead nowhere, as `file: link`. */
export function brokenLinks(root) {
  return markdownUnder(root).flatMap((file) =>
    linksOf(readFileSync(file, 'utf8'))
      .filter((link) => !leadsSomewhere(file, link))
      .map((link) => `${relative(root, file)}: ${link} leads nowhere.`),
  );
}

function leadsSomewhere(file, link) {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return true;
  const [path, anchor] = link.split('#');
  const target = path ? resolve(dirname(file), decodeURIComponent(path)) : file;
  if (!existsSync(target)) return false;
  return !anchor || !target.endsWith('.md') || anchorsOf(target).has(anchor);
}

/** Headings as GitHub names them. */
const anchorsOf = (file) =>
  new Set(
    [...withoutCode(readFileSync(file, 'utf8')).matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );

const linksOf = (text) => {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, '');
  return [
    ...[...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, link]) => link),
    ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, link]) => link),
  ];
};

const withoutCode = (text) => text.replace(/^(`{3,}).*?^\1/gms, '');

function markdownUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownUnder(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = brokenLinks(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const problem of problems) console.error(problem);
  console.log(problems.length ? `${problems.length} broken links.` : 'Links lead somewhere.');
  process.exit(problems.length ? 1 : 0);
}
