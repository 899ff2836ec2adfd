import { type ReactNode, useEffect } from 'react';

/** The quiet picture beside the form: what the product makes, without a claim. */
function FanPicture() {
  return (
    <svg viewBox="0 0 520 300" aria-hidden="true" className="w-full max-w-[520px]">
      <line x1="0" x2="520" y1="270" y2="270" stroke="var(--line)" />
      <path
        d="M280 150 C340 120 420 80 520 40 L520 236 C420 214 340 190 280 150Z"
        fill="var(--forecast)"
        opacity=".12"
      />
      <path
        d="M280 150 C340 130 420 104 520 82 L520 200 C420 186 340 172 280 150Z"
        fill="var(--forecast)"
        opacity=".22"
      />
      <path
        d="M280 150 C340 140 420 124 520 112 L520 170 C420 162 340 158 280 150Z"
        fill="var(--forecast)"
        opacity=".36"
      />
      <path
        d="M280 150 C340 146 420 142 520 140"
        fill="none"
        stroke="var(--forecast)"
        strokeWidth="2"
        strokeDasharray="6 4"
      />
      <polyline
        points="0,210 20,190 40,214 60,180 80,196 100,160 120,188 140,172 160,200 180,150 200,168 220,140 240,176 260,132 280,150"
        fill="none"
        stroke="var(--history)"
        strokeWidth="1.75"
        strokeLinejoin="round"
      />
      <line x1="280" x2="280" y1="20" y2="270" stroke="var(--ink-3)" strokeWidth="1" />
      <text x="288" y="30" fontSize="12" fill="var(--ink-3)">
        today
      </text>
    </svg>
  );
}

export function AuthLayout({
  title,
  context,
  children,
}: {
  readonly title: string;
  readonly context?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · OrderNimbus`;
  }, [title]);
  return (
    <div className="flex min-h-dvh">
      <main className="flex w-full flex-col px-5 py-8 sm:px-12 lg:w-[520px] lg:shrink-0 lg:bg-surface lg:px-16 lg:py-12">
        <div className="flex items-center gap-2.5">
          <img src="/favicon.svg" alt="" className="size-8" />
          <span className="text-lg font-semibold tracking-[-0.02em]">OrderNimbus</span>
        </div>
        <div className="my-auto w-full max-w-[400px] self-center py-10">
          <h1 className="text-2xl font-semibold tracking-[-0.02em]">{title}</h1>
          {context && <p className="mt-2 text-base text-ink-2">{context}</p>}
          <div className="mt-8">{children}</div>
        </div>
      </main>
      <aside className="hidden flex-1 flex-col items-center justify-center border-l border-line bg-canvas px-16 lg:flex">
        <FanPicture />
        <div className="mt-10 max-w-[520px]">
          <p className="text-xl font-medium tracking-[-0.01em]">
            What you will sell, how sure that is, and what to order today.
          </p>
          <p className="mt-2 text-base text-ink-2">
            Bring a sales export. Every forecast comes as a range, every range is checked against what really
            happened, and every suggested order opens into its formula.
          </p>
        </div>
      </aside>
    </div>
  );
}
