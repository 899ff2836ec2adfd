/** `share` null: at work, but for how long is not known. */
export function ProgressBar({ share, label }: { readonly share: number | null; readonly label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="my-2 h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
    >
      {share === null ? (
        <div className="shimmer h-full w-full" />
      ) : (
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-150"
          style={{ width: `${Math.min(100, Math.max(share * 100, 1))}%` }}
        />
      )}
    </div>
  );
}
