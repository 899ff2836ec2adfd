import { SlidersHorizontal } from 'lucide-react';
import { Button } from '../button.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../menu.tsx';
import { useStoredState } from '../use-stored-state.ts';
import type { Column, Density } from './column.ts';

interface View {
  readonly shown: readonly string[] | null;
  readonly density: Density;
}

/** Which columns and how dense, remembered on this machine. */
export function useTableView<Row>(name: string, columns: readonly Column<Row>[]) {
  const [view, setView] = useStoredState<View>(`table.${name}`, { shown: null, density: 'regular' });
  const standard = columns.filter(({ hiddenByDefault }) => !hiddenByDefault).map(({ id }) => id);
  const shown = new Set(view.shown ?? standard);
  return {
    columns: columns.filter(({ id }, index) => index === 0 || shown.has(id)),
    density: view.density,
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
        <MenuCheck
          checked={view.density === 'compact'}
          onChange={(compact) => setView({ ...view, density: compact ? 'compact' : 'regular' })}
        >
          Compact rows
        </MenuCheck>
        <MenuItem onSelect={() => setView({ shown: null, density: 'regular' })}>
          Back to the standard
        </MenuItem>
      </Menu>
    ),
  };
}
