import type { HolidayCountries, HolidaySettings, Location } from '@ordernimbus/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  calendarStatusQuery,
  holidayCountriesQuery,
  holidaySettingsQuery,
  holidaysQuery,
  locationsQuery,
} from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { useFocusBackWhenGone } from '../../ui/focus-trail.ts';
import { formatDay } from '../../ui/format/dates.ts';
import { Card } from '../../ui/page.tsx';
import { QueryView, SkeletonRows } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useCalendarChanged } from './use-calendar-changed.ts';

type Place = { readonly country: string | null; readonly region: string | null };
type Countries = HolidayCountries['items'];

/** Country and, where it has some, region. Empty is `none` in words. */
function PlaceFields({
  label,
  regionLabel,
  none,
  place,
  countries,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly regionLabel: string;
  readonly none: string;
  readonly place: Place;
  readonly countries: Countries;
  readonly disabled: boolean;
  readonly onChange: (place: Place) => void;
}) {
  const regions = countries.find(({ code }) => code === place.country)?.regions ?? [];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={label}>
        {(ids) => (
          <Select
            {...ids}
            disabled={disabled}
            value={place.country ?? ''}
            onChange={(event) => onChange({ country: event.target.value || null, region: null })}
          >
            <option value="">{none}</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {regions.length > 0 && (
        <Field label={regionLabel}>
          {(ids) => (
            <Select
              {...ids}
              disabled={disabled}
              value={place.region ?? ''}
              onChange={(event) => onChange({ ...place, region: event.target.value || null })}
            >
              <option value="">The whole country</option>
              {regions.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}

/** The next holidays after a day, this year's and next year's. */
function NextHolidays({ country, region, after }: { country: string; region: string | null; after: string }) {
  const year = Number(after.slice(0, 4));
  const now = useQuery(holidaysQuery(country, region, year));
  const next = useQuery(holidaysQuery(country, region, year + 1));
  if (!now.data) return <SkeletonRows rows={3} />;
  const days = [...now.data.items, ...(next.data?.items ?? [])].filter(({ day }) => day > after).slice(0, 6);
  return (
    <ul aria-label="Next holidays" className="divide-y divide-line text-sm">
      {days.map(({ day, name }) => (
        <li key={`${day}-${name}`} className="flex justify-between gap-4 py-1.5">
          <span className="min-w-0 break-words">{name}</span>
          <span className="num shrink-0 text-ink-2">{formatDay(day, 'week')}</span>
        </li>
      ))}
    </ul>
  );
}

function Settings({
  settings,
  countries,
  locations,
}: {
  readonly settings: HolidaySettings;
  readonly countries: Countries;
  readonly locations: readonly Location[];
}) {
  const client = useQueryClient();
  const tellAll = useCalendarChanged();
  const canPlan = useCan('plan');
  const status = useQuery(calendarStatusQuery);
  const [draft, setDraft] = useState(settings);
  const save = useMutation({
    mutationFn: (body: HolidaySettings) =>
      request<HolidaySettings>('/v1/calendar/holidays/settings', { method: 'PUT', body }),
    onSuccess: async (saved) => {
      client.setQueryData(holidaySettingsQuery.queryKey, saved);
      showToast('Saved. The next forecast uses these holidays.');
      await tellAll();
    },
    onError: (error) => showToast(error.message, { failed: true }),
  });
  const own = (locationId: number): Place =>
    draft.locations.find((one) => one.locationId === locationId) ?? { country: null, region: null };
  const setOwn = (locationId: number, { country, region }: Place) =>
    setDraft({
      ...draft,
      locations: [
        ...draft.locations.filter((one) => one.locationId !== locationId),
        ...(country === null ? [] : [{ locationId, country, region }]),
      ],
    });
  // saving puts new fields in the place of these
  const fields = useFocusBackWhenGone<HTMLDivElement>();
  const changed = JSON.stringify(draft) !== JSON.stringify(settings);
  const after = status.data?.cutoff ?? new Date().toISOString().slice(0, 10);
  return (
    <div ref={fields} className="space-y-4">
      <PlaceFields
        label="Country"
        regionLabel="Region"
        none="No holidays"
        place={draft}
        countries={countries}
        disabled={!canPlan}
        onChange={(place) => setDraft({ ...draft, ...place })}
      />
      {locations.length > 1 && (
        <details className="text-sm">
          <summary className="cursor-pointer font-medium">Locations in other places</summary>
          <div className="mt-3 space-y-3">
            {locations.map(({ locationId, name }) => (
              <PlaceFields
                key={locationId}
                label={name}
                regionLabel={`Region of ${name}`}
                none="As the shop"
                place={own(locationId)}
                countries={countries}
                disabled={!canPlan}
                onChange={(place) => setOwn(locationId, place)}
              />
            ))}
          </div>
        </details>
      )}
      {canPlan && (
        <Button
          variant="primary"
          disabled={!changed}
          busy={save.isPending}
          onClick={() => save.mutate(draft)}
        >
          Save holidays
        </Button>
      )}
      {draft.country && <NextHolidays country={draft.country} region={draft.region} after={after} />}
    </div>
  );
}

/** Whose public holidays the forecast learns from. */
export function HolidaysCard() {
  const settings = useQuery(holidaySettingsQuery);
  const countries = useQuery(holidayCountriesQuery);
  const locations = useQuery(locationsQuery);
  return (
    <Card title="Holidays" context="Public holidays and days such as Mother's Day, by country.">
      <QueryView query={settings} skeleton={<SkeletonRows rows={3} />}>
        {(saved) => (
          <QueryView query={countries} skeleton={<SkeletonRows rows={3} />}>
            {({ items }) => (
              <Settings
                key={JSON.stringify(saved)}
                settings={saved}
                countries={items}
                locations={locations.data?.items ?? []}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </Card>
  );
}
