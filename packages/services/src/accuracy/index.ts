export { getAccuracy } from './get-accuracy.ts';
