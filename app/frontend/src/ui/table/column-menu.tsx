import { SlidersHorizontal } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../button.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../menu.tsx';
import { useNarrow } from '../use-narrow.ts';
import { useStoredState } from '../use-stored-state.ts';
import type { Column, Density } from './column.ts';

interface View {
  readonly shown: readonly string[] | null;
  readonly density: Density;
}

const standard: View = { shown: null, density: 'regular' };

/** Which columns and how dense, remembered on this machine; a phone has a choice of its own. */
export function useTableView<Row>(name: string, columns: readonly Column<Row>[]) {
  const narrow = useNarrow();
  const wide = useStoredState(`table.${name}`, standard);
  const phone = useStoredState(`table.${name}.phone`, standard);
  const [view, setView] = narrow ? phone : wide;
  const shown = useMemo(
    () =>
      new Set(
        view.shown ??
          columns
            .filter(({ hiddenByDefault, onPhone }) => (narrow ? onPhone : !hiddenByDefault))
            .map(({ id }) => id),
      ),
    [view.shown, columns, narrow],
  );
  // the same array until the choice changes: rows compare it to know that they need no new drawing
  const chosen = useMemo(
    () => columns.filter(({ id }, index) => index === 0 || shown.has(id)),
    [columns, shown],
  );
  return {
    columns: chosen,
    density: narrow ? 'touch' : view.density,
    menu: (
      <Menu
        trigger={
          <Button icon={SlidersHorizontal} aria-label="Columns and density">
            <span className="max-sm:sr-only">Columns</span>
          </Button>
        }
      >
        <MenuLabel>Columns</MenuLabel>
        {columns.slice(1).map(({ id, header }) => (
          <MenuCheck
            key={id}
            checked={shown.has(id)}
            onChange={(checked) => {
              const next = new Set(shown);
              if (checked) next.add(id);
              else next.delete(id);
              setView({ ...view, shown: [...next] });
            }}
          >
            {header}
          </MenuCheck>
        ))}
        <MenuSeparator />
        {!narrow && (
          <MenuCheck
            checked={view.density === 'compact'}
            onChange={(compact) => setView({ ...view, density: compact ? 'compact' : 'regular' })}
          >
            Compact rows
          </MenuCheck>
        )}
        <MenuItem onSelect={() => setView(standard)}>Back to the standard</MenuItem>
      </Menu>
    ),
  };
}
