export { type CompareTermsInput, compareTerms } from './compare-terms.ts';
export { previewScenario } from './preview-scenario.ts';
