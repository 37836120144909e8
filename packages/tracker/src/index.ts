export type {
  Beacon,
  BeaconCart,
  BeaconLine,
  BeaconVisitor,
  VisitorAnswer,
  VisitorQuestion,
} from './beacon/beacon.js';
export {
  type BeaconProblem,
  readBeacon,
  readVisitorQuestion,
  type Unread,
} from './beacon/beacon.reader.js';
export {
  BEACON_SCHEMA,
  MAX_BEACON_BYTES,
  MAX_BEACON_LINES,
  VISITOR_SCHEMA,
} from './beacon/beacon.schema.js';
export type { JsonSchema } from './beacon/json-schema.js';
export {
  gradeIdentity,
  type IdentityGrade,
  ownTokenVerifier,
  type ProvenPerson,
  type TokenVerifier,
} from './identity/identity-grade.js';
export {
  MAX_TOKEN_SECONDS,
  type ProvenShopper,
  signIdentityToken,
  type TokenRefusal,
  verifyIdentityToken,
} from './identity/identity-token.js';
export {
  DEFAULT_COOKIE_DAYS,
  type MonitoringCode,
  type MonitoringParts,
  monitoringParts,
  monitoringSnippet,
} from './monitoring/monitoring-snippet.js';
export { isAllowedOrigin } from './origin.js';
export { TrackerSettingInvalid } from './tracker.error.js';
export {
  hasCartWatcher,
  type TrackerScriptInput,
  trackerScript,
  trackerTag,
} from './tracker-script.js';
