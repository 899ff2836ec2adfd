import { useMemo } from 'react';
import { useTheme } from '../theme.ts';
import { type Palette, paletteNames } from './colours.ts';

/** A canvas cannot read CSS variables: the tokens of the present theme as plain colours. */
export function usePalette(): Palette {
  const theme = useTheme();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    void theme;
    return Object.fromEntries(
      paletteNames.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    ) as Palette;
  }, [theme]);
}
