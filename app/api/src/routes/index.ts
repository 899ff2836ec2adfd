import type { ApiInstance } from '../context.ts';
import { accuracyRoutes } from './accuracy/index.ts';
import { apiKeyRoutes } from './api-keys/index.ts';
import { calendarRoutes } from './calendar/index.ts';
import { configRoutes } from './config/index.ts';
import { dataQualityRoutes } from './data-quality/index.ts';
import { explorerRoutes } from './explorer/index.ts';
import { forecastRunRoutes } from './forecast-runs/index.ts';
import { forecastRoutes } from './forecasts/index.ts';
import { freshnessRoutes } from './freshness/index.ts';
import { homeRoutes } from './home/index.ts';
import { importRoutes } from './imports/index.ts';
import { invitationRoutes } from './invitations/index.ts';
import { itemRoutes } from './items/index.ts';
import { locationRoutes } from './locations/index.ts';
import { meRoutes } from './me/index.ts';
import { memberRoutes } from './members/index.ts';
import { reorderRoutes } from './reorder/index.ts';
import { scenarioRoutes } from './scenarios/index.ts';
import { tenantRoutes } from './tenant/index.ts';

/** Each gets the part of the server under /v1, where a sign-in is needed unless a route says `public`. */
export const routes: readonly ((app: ApiInstance) => Promise<void>)[] = [
  apiKeyRoutes,
  calendarRoutes,
  configRoutes,
  invitationRoutes,
  meRoutes,
  memberRoutes,
  scenarioRoutes,
  tenantRoutes,
  freshnessRoutes,
  homeRoutes,
  reorderRoutes,
  accuracyRoutes,
  explorerRoutes,
  forecastRunRoutes,
  forecastRoutes,
  dataQualityRoutes,
  importRoutes,
  itemRoutes,
  locationRoutes,
];
