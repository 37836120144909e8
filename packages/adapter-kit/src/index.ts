export { BridgeNotInstalled, BridgeRefusedKey } from './bridge/bridge.error.js';
export {
  BridgeClient,
  type BridgeClientOptions,
  type BridgeStatus,
  MAX_BRIDGE_EMAILS,
  type Subscriber,
  signBridgeRequest,
} from './bridge/bridge-client.js';
export { writeThroughBridge } from './bridge/write-through-bridge.js';
export {
  type ChangedRow,
  type ChangePass,
  cursorObject,
  type PassState,
  passStateOf,
  readPass,
  type WalkedPage,
} from './change-pass.js';
export { FailedAnswer, failedAnswerOf } from './http/answer.js';
export { type CallReport, createHttpClient, type HttpClientOptions } from './http/http-client.js';
export { type JwtRules, type RefusedJwt, type VerifiedJwt, verifyHs256 } from './jwt.js';
export { type NumberedPage, numberedPages, withoutRepeats } from './paging.js';
export { redact, shortText } from './redact.js';
export { equalInConstantTime, hmacBase64, hmacHex, sha256Hex } from './signature.js';
