export {
  createHierarchy,
  type Hierarchy,
  hierarchyOfPaths,
  type NamedHierarchy,
  sumUp,
} from './hierarchy.ts';
export {
  createReconciler,
  type Reconciler,
  type ReconciliationMethod,
  type ReconciliationOptions,
} from './reconcile.ts';
export { type NodeQuantiles, quantilesOfSamples, samplesByRanks } from './sample-paths.ts';
