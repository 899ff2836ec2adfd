export { getFreshness } from './get-freshness.ts';
export { getHome } from './get-home.ts';
