export { OutputCapture } from './capture.js';
export { nothingLeaks } from './checks/leaks.check.js';
export { CONTRACT, type ContractCheck } from './checks.js';
export { adapterContract } from './contract.js';
export { ContractFailure } from './expect.js';
export { type BridgeCall, FakeBridge } from './fake-bridge.js';
export * from './fake-store.js';
export { type ContractOptions, ContractRun } from './run.js';
