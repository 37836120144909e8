import { randomUUID } from 'node:crypto';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import { Refusal } from './refusal.js';
import { authenticate } from './v2.router.js';

export const UPLOAD_PATH = '/api/wm/uploadImage.json';

/** Takes the shop's logo as `multipart/form-data`, the one v2 method whose body is not JSON. */
export async function answerUpload(
  world: World,
  contentType: string,
  body: Buffer,
  baseUrl: string,
): Promise<Json> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'Content-Type': contentType },
    })
      .formData()
      .catch(() => {
        throw new Refusal('The body has to be multipart/form-data');
      });
    const fields: Json = {};
    for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
    const account = authenticate(world, fields);
    const attachment: unknown = form.get('attachment');
    if (!(attachment instanceof Blob)) throw new Refusal('Field attachment is required');
    const name = randomUUID();
    account.files.set(name, {
      contentType: attachment.type || 'application/octet-stream',
      content: Buffer.from(await attachment.arrayBuffer()),
    });
    const url = `${baseUrl}/files/${account.options.clientId}/${name}`;
    return { success: true, message: [], url };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { success: false, message: error.messages };
  }
}
