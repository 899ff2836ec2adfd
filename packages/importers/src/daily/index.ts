export { countOverlap, type FactsInput, type FactsWorker, withFacts } from './daily-facts.ts';
export { type FactLine, readFactLines } from './read-lines.ts';
export { identityRules, type RowsSource } from './sources.ts';
export {
  type CatalogFiles,
  writeCatalog,
  writeOwnCodes,
  writePairs,
  writeSpans,
  writeStock,
} from './write-catalog.ts';
export { countPromotions, type PromotionFiles, writePromotions } from './write-promotions.ts';
