import { CheckCircle2, CircleAlert, X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { IconButton } from './button.tsx';
import { useFocusBackWhenGone } from './focus-trail.ts';

interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'failed';
  readonly undo?: () => void;
}

let messages: readonly ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const change = (next: readonly ToastMessage[]) => {
  messages = next;
  for (const listener of listeners) listener();
};
const dismiss = (id: number) => change(messages.filter((message) => message.id !== id));
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Says that something happened; `undo` takes it back. At most three at a time. */
export function showToast(text: string, options: { undo?: () => void; failed?: boolean } = {}): void {
  const message: ToastMessage = {
    id: nextId++,
    text,
    tone: options.failed ? 'failed' : 'done',
    ...(options.undo ? { undo: options.undo } : {}),
  };
  change([...messages.slice(-2), message]);
}

function ToastCard({ message }: { readonly message: ToastMessage }) {
  useEffect(() => {
    const timer = setTimeout(
      () => dismiss(message.id),
      message.undo || message.tone === 'failed' ? 10_000 : 5000,
    );
    return () => clearTimeout(timer);
  }, [message]);
  const card = useFocusBackWhenGone<HTMLDivElement>();
  const Icon = message.tone === 'done' ? CheckCircle2 : CircleAlert;
  return (
    <div
      ref={card}
      className="fade-in pointer-events-auto flex w-full items-center gap-3 rounded-xl border border-line bg-raised py-2 pr-2 pl-4 shadow-2"
    >
      <Icon
        aria-hidden
        className={message.tone === 'done' ? 'size-4 shrink-0 text-green' : 'size-4 shrink-0 text-red'}
      />
      <p className="min-w-0 flex-1 text-sm">{message.text}</p>
      {message.undo && (
        <button
          type="button"
          className="min-h-8 rounded-lg px-2 text-sm font-medium text-accent-text hover:bg-sunken"
          onClick={() => {
            message.undo?.();
            dismiss(message.id);
          }}
        >
          Undo
        </button>
      )}
      <IconButton label="Dismiss" icon={X} onClick={() => dismiss(message.id)} />
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => messages);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed bottom-20 left-1/2 z-[60] flex w-[min(440px,calc(100vw-32px))] -translate-x-1/2 flex-col gap-2 sm:bottom-6"
    >
      {shown.map((message) => (
        <ToastCard key={message.id} message={message} />
      ))}
    </section>
  );
}
