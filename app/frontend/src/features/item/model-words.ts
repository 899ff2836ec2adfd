interface Words {
  readonly name: string;
  readonly help: string;
}
const known: readonly (readonly [RegExp, Words])[] = [
  [
    /^mix/i,
    { name: 'Mix of models', help: 'Several models, each with the weight it earned in the back-test.' },
  ],
  [
    /^boosted$/,
    {
      name: 'Boosted trees',
      help: 'One model that learned from all items of the shop together, and from everything known ahead.',
    },
  ],
  [
    /^arima-regression/,
    {
      name: 'ARIMA with effects',
      help: 'Promotions, prices and events as summands, and the past values and errors of what they leave.',
    },
  ],
  [
    /arima/i,
    { name: 'ARIMA', help: 'Each day from the days and the errors before it, with their season (ARIMA).' },
  ],
  [
    /seasonal.?naive/i,
    { name: 'Last week again', help: 'Repeats the last week, or the last two (seasonal naive).' },
  ],
  [
    /dynamic-theta/i,
    { name: 'Dynamic theta', help: 'Theta whose level and trend are brought up to date with every day.' },
  ],
  [/theta/i, { name: 'Theta', help: 'Half the long-run trend, half the recent level.' }],
  [
    /^ets-regression/,
    {
      name: 'Smoothing with effects',
      help: 'Exponential smoothing of what promotions, prices and events leave, times what those ahead do.',
    },
  ],
  [
    /ets|holt|expon/i,
    { name: 'Exponential smoothing', help: 'Level, trend and season, newer days counting more (ETS).' },
  ],
  [
    /croston|sba/i,
    {
      name: 'Croston',
      help: 'Size of a sale and time between sales, each smoothed; for occasional sellers.',
    },
  ],
  [
    /tsb/i,
    { name: 'TSB', help: 'Chance of a sale and its size, each smoothed; follows items that fade out.' },
  ],
  [
    /adida|imapa/i,
    { name: 'Aggregated smoothing', help: 'Smooths sums of several days, then spreads them (ADIDA/IMAPA).' },
  ],
  [
    /seasonal-profile/i,
    {
      name: 'Weekday shares',
      help: 'The recent level, spread by how each weekday has sold over the whole history.',
    },
  ],
  [/seasonal-average/i, { name: 'Same weekday', help: 'The mean of the latest same weekdays.' }],
  [/window|average|mean/i, { name: 'Recent average', help: 'The mean of the latest days.' }],
  [/drift/i, { name: 'Drift', help: 'The line through the first and the last day, carried on.' }],
  [/naive/i, { name: 'Last value', help: 'The latest day, carried on.' }],
  [/zero/i, { name: 'No more sales', help: 'The item has stopped selling.' }],
];

/** A model as a person would call it; its own code stays readable behind it. */
export function modelWords(model: string): Words {
  const found = known.find(([pattern]) => pattern.test(model));
  if (!found) return { name: model, help: 'A model of the engine.' };
  const [, words] = found;
  return { name: words.name, help: `${words.help} Code: ${model}.` };
}
