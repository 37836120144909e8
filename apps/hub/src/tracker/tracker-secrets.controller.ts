import { secretsController } from '../store-secrets/secrets-controller.js';

export class TrackerSecretsController extends secretsController({
  kind: 'tracker',
  tag: 'tracker',
  list: 'The valid tracker secrets of a store, newest first, without them.',
  create: 'Makes a secret that the store signs identity tokens with; it is shown once.',
  delete: 'Deletes a tracker secret; tokens signed with it prove nothing more.',
}) {}
