/** What the palette and its stand-in have in common: nothing moves when one takes the other's place. */
export const paletteLook = {
  label: 'Search items, pages and actions',
  placeholder: 'Item, page or action',
  scrim: 'fade-in fixed inset-0 z-50 bg-scrim',
  box: 'fixed top-[12dvh] left-1/2 z-50 w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-2',
  row: 'flex items-center gap-3 border-b border-line px-4',
  input: 'h-12 flex-1 bg-transparent text-lg outline-none placeholder:text-ink-3',
} as const;
