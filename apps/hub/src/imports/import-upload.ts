import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { ApiRequest } from '../access/caller.js';
import { invalid, malformed, ProblemException } from '../access/problem.js';
import { type ImportFile, keepFile } from './import-file.js';

const MAX_FILE_BYTES = 100 * 1024 * 1024;
const UPLOADS = /\/(?:imports|logo)$/;

/** Lets the routes of imports and logos read files; every other route of the API takes JSON. */
export function acceptUploads(fastify: FastifyInstance): void {
  void fastify.register(multipart, {
    limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 10, fieldSize: 20_000, parts: 12 },
    throwFileSizeLimit: false,
  });
  fastify.addHook('preValidation', async (request: ApiRequest) => {
    if (!request.isMultipart()) return;
    if (UPLOADS.test(request.routeOptions.url ?? '')) {
      // A file is not held to compare it under an Idempotency-Key; its length tells most files apart.
      request.rawBody = Buffer.from(request.headers['content-length'] ?? '');
      return;
    }
    request.bodyProblem ??= new ProblemException({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      detail: 'The body must be application/json.',
      next: 'fixData',
    });
  });
}

export interface Upload {
  readonly file: ImportFile;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The file and the other fields of an upload. The caller removes the file.
 * @throws ProblemException 400 for another body, 413 for a file over 100 MiB, 422 for what cannot be read.
 */
export async function readUpload(request: ApiRequest): Promise<Upload> {
  if (!request.isMultipart()) throw malformed('The body must be multipart/form-data with a file.');
  const fields: Record<string, string> = {};
  let file: ImportFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        if (file || part.fieldname !== 'file') throw wrongPart(part);
        file = await keepFile(part.file);
        if (part.file.truncated) throw tooLarge();
      } else if (typeof part.value === 'string') {
        fields[part.fieldname] = part.value;
      }
    }
    if (!file) throw invalid([{ path: 'file', message: 'is required.' }]);
    return { file, fields };
  } catch (error) {
    await file?.remove();
    if (error instanceof ProblemException) throw error;
    const code = String((error as { code?: unknown }).code);
    throw code.startsWith('FST_') ? malformed('The upload is not what a form sends.') : error;
  }
}

const wrongPart = ({ fieldname }: MultipartFile): ProblemException =>
  invalid([{ path: fieldname.slice(0, 50), message: 'one file is taken, in the field file.' }]);

const tooLarge = (): ProblemException =>
  new ProblemException({
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: 'The file is over 100 MiB; import it in parts.',
    next: 'fixData',
  });
