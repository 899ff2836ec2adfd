export { cancelRun, failRun } from './cancel-run.ts';
export { sendDueWork } from './due-work.ts';
export type { EnginePort } from './engine-port.ts';
export { type ExecuteRunOptions, executeRun, type RunOutcome } from './execute-run.ts';
export { getRun, listRunFailures, listRuns } from './list-runs.ts';
export { startNightlyRuns } from './nightly-runs.ts';
export { type ReplayResult, replayRun } from './replay-run.ts';
export { queueRun, startRun } from './start-run.ts';
