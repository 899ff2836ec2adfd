import { Copy } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Shown this once; only its hash is kept. */
export function OnceSecret({
  title,
  text,
  secret,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => showToast('Copied'),
      () => showToast('The browser did not allow copying: select the text instead.', { failed: true }),
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={text}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex items-start gap-2">
        <code className="min-w-0 flex-1 rounded-lg bg-sunken p-3 text-sm break-all select-all">{secret}</code>
        <Button icon={Copy} onClick={copy}>
          Copy
        </Button>
      </div>
    </Dialog>
  );
}
