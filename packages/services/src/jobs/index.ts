export type { JobDefinition, JobTools } from './job-definition.ts';
export { parseJobPayload } from './parse-job-payload.ts';
