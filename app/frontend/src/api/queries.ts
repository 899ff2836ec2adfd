import type {
  AccuracyReport,
  ApiKey,
  BacktestView,
  CalendarKind,
  CalendarMarks,
  CalendarPage,
  CalendarStatus,
  Explorer,
  Forecast,
  ForecastExplanation,
  ForecastRun,
  Freshness,
  HolidayCountries,
  HolidayList,
  HolidaySettings,
  Home,
  Import,
  Invitation,
  Item,
  Location,
  Me,
  Member,
  QualityFinding,
  ReorderExplanation,
  SeriesFailureView,
  SourceLine,
  Suppliers,
  TermsScenario,
  TermsScenarioInput,
} from '@ordernimbus/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
export interface AppConfig {
  localMode: boolean;
  sampleAvailable: boolean;
  version: string;
  attribution: string | null;
}

const minute = 60_000;
const isWorking = (status: Import['status'] | undefined) =>
  status === 'uploading' ||
  status === 'inspecting' ||
  status === 'queued' ||
  status === 'running' ||
  status === 'undoing';

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => request<AppConfig>('/v1/config', { signal, anonymous: true }),
  staleTime: Number.POSITIVE_INFINITY,
});
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('/v1/me', { signal }),
  staleTime: 5 * minute,
});
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => request<Home>('/v1/home', { signal }),
});
export const freshnessQuery = queryOptions({
  queryKey: ['freshness'],
  queryFn: ({ signal }) => request<Freshness>('/v1/freshness', { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : 20_000),
});
export const forecastQuery = (itemId: number, locationId: number) =>
  queryOptions({
    queryKey: ['forecast', itemId, locationId],
    queryFn: ({ signal }) => request<Forecast>(`/v1/forecasts/${itemId}/${locationId}`, { signal }),
  });
export const backtestQuery = (itemId: number, locationId: number) =>
  queryOptions({
    queryKey: ['forecast', itemId, locationId, 'backtest'],
    queryFn: ({ signal }) =>
      request<BacktestView>(`/v1/forecasts/${itemId}/${locationId}/backtest`, { signal }),
  });
/** Under `calendar`, so that a change of an entry asks for them again. */
export const calendarMarksQuery = (itemId: number, locationId: number) =>
  queryOptions({
    queryKey: ['calendar', 'marks', itemId, locationId],
    queryFn: ({ signal }) =>
      request<CalendarMarks>(`/v1/forecasts/${itemId}/${locationId}/calendar`, { signal }),
  });
export const forecastExplanationQuery = (itemId: number, locationId: number) =>
  queryOptions({
    queryKey: ['forecast', itemId, locationId, 'explanation'],
    queryFn: ({ signal }) =>
      request<ForecastExplanation>(`/v1/forecasts/${itemId}/${locationId}/explanation`, { signal }),
  });
export const reorderExplanationQuery = (itemId: number, locationId: number) =>
  queryOptions({
    queryKey: ['reorder', 'explanation', itemId, locationId],
    queryFn: ({ signal }) => request<ReorderExplanation>(`/v1/reorder/${itemId}/${locationId}`, { signal }),
  });
/** Under `reorder`, so that an edit of the list asks again. */
export const suppliersQuery = queryOptions({
  queryKey: ['reorder', 'suppliers'],
  queryFn: ({ signal }) => request<Suppliers>('/v1/reorder/suppliers', { signal }),
});
export const termsQuery = (body: TermsScenarioInput) =>
  queryOptions({
    queryKey: ['reorder', 'terms', body],
    queryFn: ({ signal }) => request<TermsScenario>('/v1/scenarios/terms', { method: 'POST', body, signal }),
  });
export const itemSearchQuery = (search: string) =>
  queryOptions({
    queryKey: ['items', search],
    queryFn: ({ signal }) => request<Page<Item>>('/v1/items', { signal, query: { search, limit: 8 } }),
    placeholderData: keepPreviousData,
    enabled: search.trim().length > 0,
  });
export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  queryFn: ({ signal }) => request<{ items: Location[] }>('/v1/locations', { signal }),
  staleTime: 5 * minute,
});
export const sourceLinesQuery = (itemId: number, locationId: number, day: string) =>
  queryOptions({
    queryKey: ['lines', itemId, locationId, day],
    queryFn: ({ signal }) =>
      request<{ items: SourceLine[]; sold: number | null; returned: number | null }>(
        `/v1/items/${itemId}/locations/${locationId}/days/${day}/lines`,
        { signal },
      ),
  });

export interface ExplorerFilter {
  readonly locationId?: number | undefined;
  readonly category?: string | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}
export const explorerQuery = (filter: ExplorerFilter) =>
  infiniteQueryOptions({
    queryKey: ['explorer', filter],
    queryFn: ({ signal, pageParam }) =>
      request<Explorer>('/v1/explorer', { signal, query: { ...filter, cursor: pageParam, limit: 100 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
export const accuracyQuery = queryOptions({
  queryKey: ['accuracy'],
  queryFn: ({ signal }) => request<AccuracyReport>('/v1/accuracy', { signal }),
});

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal, pageParam }) =>
    request<Page<Import>>('/v1/imports', { signal, query: { cursor: pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(({ status }) => isWorking(status))) ? 2000 : false,
});
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => request<Import>(`/v1/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (isWorking(state.data?.status) ? 1000 : false),
  });
export const qualityQuery = queryOptions({
  queryKey: ['data-quality'],
  queryFn: ({ signal }) =>
    request<{ items: QualityFinding[]; asOf: string | null }>('/v1/data-quality', { signal }),
});
export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal }) => request<Page<ForecastRun>>('/v1/forecast-runs', { signal, query: { limit: 10 } }),
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ status }) => ['queued', 'freezing', 'running', 'finishing'].includes(status))
      ? 1500
      : false,
});
export const runFailuresQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'failures'],
    queryFn: ({ signal }) =>
      request<Page<SeriesFailureView>>(`/v1/forecast-runs/${runId}/failures`, {
        signal,
        query: { limit: 50 },
      }),
  });
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => request<{ items: Member[] }>('/v1/members', { signal }),
});
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => request<{ items: Invitation[] }>('/v1/invitations', { signal }),
});
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => request<{ items: ApiKey[] }>('/v1/api-keys', { signal }),
});

export interface CalendarFilter {
  readonly when: 'ahead' | 'past';
  readonly kind?: CalendarKind | undefined;
  readonly search?: string | undefined;
}
export const calendarStatusQuery = queryOptions({
  queryKey: ['calendar', 'status'],
  queryFn: ({ signal }) => request<CalendarStatus>('/v1/calendar', { signal }),
});
export const calendarEntriesQuery = (filter: CalendarFilter) =>
  infiniteQueryOptions({
    queryKey: ['calendar', 'entries', filter],
    queryFn: ({ signal, pageParam }) =>
      request<CalendarPage>('/v1/calendar/entries', {
        signal,
        query: { ...filter, cursor: pageParam, limit: 50 },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
export const holidaySettingsQuery = queryOptions({
  queryKey: ['calendar', 'holiday-settings'],
  queryFn: ({ signal }) => request<HolidaySettings>('/v1/calendar/holidays/settings', { signal }),
});
export const holidayCountriesQuery = queryOptions({
  queryKey: ['holiday-countries'],
  queryFn: ({ signal }) => request<HolidayCountries>('/v1/calendar/holidays/countries', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
export const holidaysQuery = (country: string, region: string | null, year: number) =>
  queryOptions({
    queryKey: ['holidays', country, region, year],
    queryFn: ({ signal }) =>
      request<HolidayList>('/v1/calendar/holidays', {
        signal,
        query: { country, region: region ?? undefined, year },
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
