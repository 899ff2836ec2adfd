const classes: Readonly<Record<string, { readonly word: string; readonly help: string }>> = {
  smooth: { word: 'Steady seller', help: 'Sells nearly every day, in similar amounts (smooth demand)' },
  erratic: {
    word: 'Uneven seller',
    help: 'Sells nearly every day, in very different amounts (erratic demand)',
  },
  intermittent: {
    word: 'Occasional seller',
    help: 'Many days without a sale, similar amounts (intermittent demand)',
  },
  lumpy: { word: 'Lumpy seller', help: 'Many days without a sale, very different amounts (lumpy demand)' },
  new: { word: 'New', help: 'Too little history for its own pattern' },
  short: { word: 'Short history', help: 'Too little history for its own pattern' },
  stopped: { word: 'Stopped', help: 'No sales for a long time' },
  dead: { word: 'Stopped', help: 'No sales for a long time' },
};

/** The merchant's word for a demand class, the statistician's on hover. */
export const classWords = (demandClass: string | null) =>
  demandClass === null
    ? undefined
    : (classes[demandClass] ?? { word: demandClass.replaceAll('_', ' '), help: 'Demand class' });
