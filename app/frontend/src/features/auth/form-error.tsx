import { CircleAlert } from 'lucide-react';
import { ApiError } from '../../api/api-error.ts';

export function FormError({ error }: { readonly error: Error | null }) {
  if (!error) return null;
  return (
    <div role="alert" className="flex gap-2 rounded-lg bg-red-soft px-3 py-2 text-sm text-red">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p>{error.message}</p>
        {error instanceof ApiError && error.requestId && (
          <p className="mt-1 text-xs">
            Request <code className="select-all">{error.requestId}</code>
          </p>
        )}
      </div>
    </div>
  );
}
