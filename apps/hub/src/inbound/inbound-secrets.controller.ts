import { secretsController } from '../store-secrets/secrets-controller.js';

export class InboundSecretsController extends secretsController({
  kind: 'inbound',
  tag: 'inbound',
  list: 'The valid inbound secrets of a store, newest first, without them.',
  create: 'Makes a secret that inbound events are signed with; it is shown once.',
  delete: 'Deletes an inbound secret; deliveries signed with it are refused.',
}) {}
