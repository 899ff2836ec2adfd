import { Scenario, ScenarioInput } from '@ordernimbus/contracts';
import { previewScenario } from '@ordernimbus/services';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function scenarioRoutes(app: ApiInstance): Promise<void> {
  app.post(
    '/scenarios/preview',
    { schema: { body: ScenarioInput, response: { 200: Scenario } } },
    (request) => previewScenario(contextOf(request), request.body),
  );
}
