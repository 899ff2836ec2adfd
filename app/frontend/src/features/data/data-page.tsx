import { useCan } from '../../app/use-me.ts';
import { Page } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { DropZone } from './drop-zone.tsx';
import { ImportHistory } from './import-history.tsx';
import { QualityReport } from './quality-report.tsx';
import { RunsCard } from './runs-card.tsx';

export function DataPage() {
  const canImport = useCan('import');
  return (
    <Page
      title="Data"
      context="Sales and stock come in here. Nothing changes before you have seen what a file holds."
    >
      <div className="space-y-4 sm:space-y-6">
        {canImport ? (
          <DropZone />
        ) : (
          <Notice tone="neutral">Your role can look at imports but not add any.</Notice>
        )}
        <ImportHistory />
        <div className="grid items-start gap-4 sm:gap-6 xl:grid-cols-2">
          <QualityReport />
          <RunsCard />
        </div>
      </div>
    </Page>
  );
}
