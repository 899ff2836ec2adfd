export { createLogger, type Logger, type LoggerOptions, redactedKeys } from './logger.ts';
export { createRequestMetrics, type RequestMetrics } from './request-metrics.ts';
