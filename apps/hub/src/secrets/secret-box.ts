import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { SecretUnreadable } from './secret-unreadable.error.js';

/** The row and column that a secret belongs to; sealed for one place it opens in no other. */
export interface SecretPlace {
  readonly tenantId: string;
  readonly rowId: string;
  readonly field: string;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Encrypts what must not be readable at rest: AES-256-GCM with the place as associated data, written as
 * `v1.<key id>.<iv>.<ciphertext and tag>`, base64url. The first key encrypts, all decrypt.
 */
export class SecretBox {
  private readonly current: MasterKey;
  private readonly keys: ReadonlyMap<string, MasterKey>;

  /** @param keys 32 bytes each, at least one. */
  constructor(keys: readonly Buffer[]) {
    const named = keys.map((bytes) => ({ id: keyId(bytes), bytes }));
    const [first] = named;
    if (!first || keys.some((key) => key.length !== KEY_BYTES)) {
      throw new RangeError(`A secret box needs keys of ${KEY_BYTES} bytes.`);
    }
    this.current = first;
    this.keys = new Map(named.map((key) => [key.id, key]));
  }

  seal(plain: string, place: SecretPlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.current.bytes, iv);
    cipher.setAAD(associatedData(place));
    const sealed = Buffer.concat([
      cipher.update(plain, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return [VERSION, this.current.id, iv.toString('base64url'), sealed.toString('base64url')].join(
      '.',
    );
  }

  /** @throws SecretUnreadable when no key fits, the text was changed, or it was sealed for another place. */
  open(sealed: string, place: SecretPlace): string {
    const { key, iv, data } = this.read(sealed, place);
    const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(place));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    try {
      const plain = decipher.update(data.subarray(0, data.length - TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    } catch (error) {
      throw new SecretUnreadable(place, 'it was changed, or belongs to another row', error);
    }
  }

  sealJson(value: unknown, place: SecretPlace): string {
    return this.seal(JSON.stringify(value), place);
  }

  /** @throws SecretUnreadable as `open`. The caller knows what it sealed: the type is not checked. */
  openJson<T>(sealed: string, place: SecretPlace): T {
    return JSON.parse(this.open(sealed, place)) as T;
  }

  /** True when the text was sealed with a key that is not the first any more. */
  needsReseal(sealed: string): boolean {
    return !sealed.startsWith(`${VERSION}.${this.current.id}.`);
  }

  /**
   * Recognises a text later without keeping it: HMAC-SHA256 with a key made from the first master key for this purpose
   * alone, written as `<key id>.<hash>`, base64url, 52 characters.
   */
  fingerprint(text: string | Buffer, purpose: string): string {
    return fingerprintWith(this.current, text, purpose);
  }

  /** Whether a fingerprint is of this text; false for one whose master key is gone. */
  isFingerprint(fingerprint: string, text: string | Buffer, purpose: string): boolean {
    const key = this.keys.get(fingerprint.split('.')[0] ?? '');
    if (!key) return false;
    const expected = Buffer.from(fingerprintWith(key, text, purpose));
    const given = Buffer.from(fingerprint);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  private read(sealed: string, place: SecretPlace): { key: MasterKey; iv: Buffer; data: Buffer } {
    const [version, id, iv, data, ...rest] = sealed.split('.');
    if (version !== VERSION || !id || !iv || !data || rest.length > 0) {
      throw new SecretUnreadable(place, 'it is not in the form of a sealed secret');
    }
    const key = this.keys.get(id);
    if (!key) throw new SecretUnreadable(place, `it needs the master key ${id}`);
    const parts = {
      key,
      iv: Buffer.from(iv, 'base64url'),
      data: Buffer.from(data, 'base64url'),
    };
    if (parts.iv.length !== IV_BYTES || parts.data.length < TAG_BYTES) {
      throw new SecretUnreadable(place, 'it is not in the form of a sealed secret');
    }
    return parts;
  }
}

function fingerprintWith({ id, bytes }: MasterKey, text: string | Buffer, purpose: string): string {
  const key = Buffer.from(hkdfSync('sha256', bytes, '', `storewire ${purpose}`, KEY_BYTES));
  return `${id}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** Names a key without giving it away. */
const keyId = (key: Buffer): string =>
  createHash('sha256').update('storewire master key\n').update(key).digest('base64url').slice(0, 8);

/** JSON, so that no two places give the same bytes. */
const associatedData = ({ tenantId, rowId, field }: SecretPlace): Buffer =>
  Buffer.from(JSON.stringify([tenantId, rowId, field]), 'utf8');
