/** Eight items that sell twice as much in one week of each forty days, as a file would list them. */
export const promotedShop = {
  items: 8,
  days: 200,
  dayAt: (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
  /** first days of the promoted weeks */
  weeks: [20, 60, 100, 140, 180],
  sales(): string[] {
    let state = 7;
    const chance = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const lines = ['date,sku,name,quantity'];
    for (let day = 0; day < promotedShop.days; day++) {
      const isPromoted = promotedShop.weeks.some((from) => day >= from && day < from + 7);
      for (let item = 1; item <= promotedShop.items; item++) {
        const level = (6 + 2 * item) * (1 + 0.3 * Math.sin((2 * Math.PI * day) / 7)) * (isPromoted ? 2 : 1);
        const sold = Math.max(1, Math.round(level * (0.8 + 0.4 * chance())));
        lines.push(`${promotedShop.dayAt(day)},SKU-${item},Item ${item},${sold}`);
      }
    }
    return lines;
  },
};
