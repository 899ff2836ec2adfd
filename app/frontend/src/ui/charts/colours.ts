export const paletteNames = [
  'surface',
  'raised',
  'line',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'forecast',
  'forecast-ink',
  'history',
  'ghost',
  'hatch',
  'violet',
  'red',
  'green',
] as const;
export type Palette = Readonly<Record<(typeof paletteNames)[number], string>>;

export function withOpacity(hex: string, opacity: number): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  return `rgba(${channels.join(',')},${opacity})`;
}

/** Diagonal stripes for days that were out of stock. */
export function hatchPattern(colour: string): { image: HTMLCanvasElement; repeat: 'repeat' } {
  const image = document.createElement('canvas');
  image.width = 8;
  image.height = 8;
  const context = image.getContext('2d');
  if (context) {
    context.strokeStyle = colour;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.5;
    for (const shift of [-8, 0, 8]) {
      context.beginPath();
      context.moveTo(shift, 8);
      context.lineTo(shift + 8, 0);
      context.stroke();
    }
  }
  return { image, repeat: 'repeat' };
}
