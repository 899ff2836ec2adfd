export { type ExplorerInput, getExplorer } from './get-explorer.ts';
