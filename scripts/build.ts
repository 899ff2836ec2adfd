import { buildFrontend, FrontendBuildError } from '../app/cli/src/serve/build-frontend.ts';

try {
  console.log((await buildFrontend()) ? 'built app/frontend/dist' : 'app/frontend/dist is up to date');
} catch (error) {
  if (!(error instanceof FrontendBuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
