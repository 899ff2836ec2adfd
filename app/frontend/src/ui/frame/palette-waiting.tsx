import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { focusBack } from '../focus-trail.ts';
import { paletteLook } from './palette-look.ts';

/** The palette's field while the palette itself is fetched: what is typed meanwhile is handed on to it. */
export function PaletteWaiting({
  text,
  onText,
  onClose,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const close = () => {
    onClose();
    setTimeout(focusBack);
  };
  return (
    <>
      <div aria-hidden className={paletteLook.scrim} onPointerDown={close} />
      <div role="dialog" aria-modal aria-busy aria-label={paletteLook.label} className={paletteLook.box}>
        <div className={paletteLook.row}>
          <Search aria-hidden className="size-4 text-ink-3" />
          <input
            ref={input}
            aria-label={paletteLook.label}
            value={text}
            placeholder={paletteLook.placeholder}
            className={paletteLook.input}
            onChange={({ target }) => onText(target.value)}
            onKeyDown={({ key }) => {
              if (key === 'Escape') close();
            }}
          />
        </div>
        <p role="status" className="px-4 py-8 text-center text-ink-2">
          Loading…
        </p>
      </div>
    </>
  );
}
