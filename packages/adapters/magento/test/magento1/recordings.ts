import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Answers of a running OpenMage 20.0.20; beside the repository, where they are kept. */
const FOLDER = new URL('../../../../../../shared/recorded/openmage-20.0.20/', import.meta.url);

export interface Recording {
  readonly request: { readonly url: string; readonly body: string | null };
  readonly response: { readonly status: number; readonly body: string };
}

export const hasRecordings = existsSync(FOLDER);

export const recording = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;

export const recordingNames = (prefix: string): string[] =>
  hasRecordings
    ? readdirSync(FOLDER)
        .filter((file) => file.startsWith(prefix))
        .map((file) => file.replace(/\.json$/, ''))
    : [];
