import type { Home } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChartSpline, PackageX, Target, Warehouse } from 'lucide-react';
import { homeQuery } from '../../api/queries.ts';
import { useCurrency, useMe } from '../../app/use-me.ts';
import { TextLink } from '../../ui/button.tsx';
import { formatChange, formatPercent, formatRange } from '../../ui/format/numbers.ts';
import { windowName } from '../../ui/format/window.ts';
import { Card, Page } from '../../ui/page.tsx';
import { Notice, QueryView, SkeletonCard, SkeletonRows } from '../../ui/states.tsx';
import { Tile } from '../../ui/tile.tsx';
import { comparison } from '../accuracy/findings.ts';
import { AttentionList } from './attention-list.tsx';
import { FirstDay } from './first-day.tsx';
import { overstockTile, runOutTile } from './stock-tiles.ts';

function Tiles({ home }: { readonly home: Home }) {
  const currency = useCurrency();
  const next = home.next28;
  const change = next ? formatChange(next.units.mean, next.soldPrior28) : null;
  return (
    <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
      <Tile {...runOutTile(home, currency)} icon={PackageX} label="Will run out before delivery" />
      <Tile {...overstockTile(home, currency)} icon={Warehouse} label="Overstock" />
      <Tile
        to="/forecast"
        icon={ChartSpline}
        tone="forecast"
        label={home.cutoff ? windowName(home.cutoff, 28) : 'Next 28 days'}
        value={next ? formatRange(next.units.low, next.units.high) : '–'}
        detail={next ? `units, 8 in 10${change ? ` · ${change} on the 28 before` : ''}` : 'No forecast yet'}
      />
      <Tile
        to="/accuracy"
        icon={Target}
        label="Error by item and day (WAPE)"
        value={formatPercent(home.accuracy?.wape)}
        detail={comparison(home.accuracy)}
      />
    </div>
  );
}

const skeleton = (
  <div className="space-y-6">
    <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
      {['a', 'b', 'c', 'd'].map((key) => (
        <SkeletonCard key={key} className="h-[132px]" />
      ))}
    </div>
    <Card flush>
      <SkeletonRows rows={6} />
    </Card>
  </div>
);

export function HomePage() {
  const query = useQuery(homeQuery);
  const { tenant } = useMe();
  const hasData = query.data?.hasData;
  return (
    <Page
      title={hasData === false ? `Welcome to ${tenant.name}` : 'What needs attention'}
      documentTitle="Home"
      context={
        hasData === false
          ? 'Three steps to a first forecast and a reorder list.'
          : query.data?.freshness.state === 'stale'
            ? undefined
            : query.data?.freshness.message
      }
    >
      <QueryView query={query} skeleton={skeleton}>
        {(home) =>
          home.hasData ? (
            <div className="space-y-6">
              {home.freshness.state === 'stale' && (
                <Notice tone="amber" action={<TextLink to="/data">Open Data</TextLink>}>
                  {home.freshness.message}
                </Notice>
              )}
              <Tiles home={home} />
              <AttentionList rows={home.attention} stockKnown={home.linesPlanned > 0} />
            </div>
          ) : (
            <FirstDay freshness={home.freshness} />
          )
        }
      </QueryView>
    </Page>
  );
}
