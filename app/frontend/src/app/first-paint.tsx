import { Loading } from '../ui/states.tsx';

/** Shown only when restoring the session takes longer than a moment. */
export function FirstPaint() {
  return (
    <Loading label="Opening OrderNimbus">
      <div className="flex h-dvh items-center justify-center">
        <img src="/favicon.svg" alt="" className="size-10" />
      </div>
    </Loading>
  );
}
