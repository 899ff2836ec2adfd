import type { QualityFinding } from '@ordernimbus/contracts';
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { readable } from '../../ui/format/readable.ts';

const looks: Record<
  QualityFinding['severity'],
  { readonly icon: LucideIcon; readonly colour: string; readonly word: string }
> = {
  info: { icon: Info, colour: 'text-ink-3', word: 'For information' },
  notice: { icon: CircleAlert, colour: 'text-amber', word: 'Worth a look' },
  warning: { icon: TriangleAlert, colour: 'text-red', word: 'Warning' },
};

export function FindingsList({ findings }: { readonly findings: readonly QualityFinding[] }) {
  return (
    <ul>
      {findings.map((finding) => {
        const { icon: Icon, colour, word } = looks[finding.severity];
        return (
          <li key={finding.id} className="flex gap-3 border-t border-line px-4 py-3 sm:px-5">
            <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${colour}`} />
            <div className="min-w-0">
              <p className="font-medium">{readable(finding.title)}</p>
              <p className="text-sm text-ink-2">{readable(finding.detail)}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
