import { Scenario, ScenarioInput, TermsScenario, TermsScenarioInput } from '@ordernimbus/contracts';
import { compareTerms, previewScenario } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';
import { whenLeft } from '../../left.ts';

export async function scenarioRoutes(app: ApiInstance): Promise<void> {
  app.post(
    '/scenarios/preview',
    { config: { readsOnly: true }, schema: { body: ScenarioInput, response: { 200: Scenario } } },
    (request) => previewScenario(contextOf(request), request.body),
  );

  app.post(
    '/scenarios/terms',
    { config: { readsOnly: true }, schema: { body: TermsScenarioInput, response: { 200: TermsScenario } } },
    (request, reply) => compareTerms(contextOf(request), { ...request.body, signal: whenLeft(reply.raw) }),
  );
}
