import { NavLink, useParams } from 'react-router';
import { NotFoundPage } from '../../app/route-error.tsx';
import { cx } from '../../ui/cx.ts';
import { Page } from '../../ui/page.tsx';
import { KeysSection } from './keys-section.tsx';
import { ShopSection } from './shop-section.tsx';
import { TeamSection } from './team-section.tsx';

const sections = [
  { id: 'shop', name: 'Shop and planning', Body: ShopSection },
  { id: 'team', name: 'Team', Body: TeamSection },
  { id: 'keys', name: 'API keys', Body: KeysSection },
] as const;

export function SettingsPage() {
  const { section } = useParams();
  const current = sections.find(({ id }) => id === section);
  if (!current) return <NotFoundPage />;
  return (
    <Page title="Settings" documentTitle={`Settings: ${current.name}`}>
      <nav aria-label="Settings" className="mb-6 flex gap-1 overflow-x-auto border-b border-line">
        {sections.map(({ id, name }) => (
          <NavLink
            key={id}
            to={`/settings/${id}`}
            className={({ isActive }) =>
              cx(
                '-mb-px border-b-2 px-3 py-2 font-medium whitespace-nowrap',
                isActive ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink',
              )
            }
          >
            {name}
          </NavLink>
        ))}
      </nav>
      <div className="max-w-3xl space-y-6">
        <current.Body />
      </div>
    </Page>
  );
}
