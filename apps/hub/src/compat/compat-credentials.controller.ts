import { secretsControllerWith } from '../store-secrets/secrets-controller.js';
import { CompatCredentialAnswer, CreatedCompatCredentialAnswer } from './compat.dto.js';

export class CompatCredentialsController extends secretsControllerWith({
  kind: 'compat',
  path: 'compat-credentials',
  tag: 'compatibility',
  list: 'The valid credentials of the compatibility door, newest first, without their secrets.',
  create:
    'Makes a client id and a secret to type into a built-in integration; the secret is shown once.',
  delete: 'Deletes a credential; calls signed with it are refused.',
  answers: { kept: CompatCredentialAnswer, created: CreatedCompatCredentialAnswer },
}) {}
