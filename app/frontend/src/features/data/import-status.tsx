import type { Import } from '@ordernimbus/contracts';
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Undo2,
} from 'lucide-react';
import { Chip, type Tone } from '../../ui/chip.tsx';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}
const looks: Record<Import['status'], Look> = {
  uploading: { word: 'Uploading', tone: 'accent', icon: LoaderCircle },
  inspecting: { word: 'Reading', tone: 'accent', icon: LoaderCircle },
  ready: { word: 'Waits for you', tone: 'amber', icon: Clock },
  queued: { word: 'Waiting to start', tone: 'accent', icon: LoaderCircle },
  running: { word: 'Importing', tone: 'accent', icon: LoaderCircle },
  done: { word: 'Imported', tone: 'green', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'red', icon: CircleAlert },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: CircleSlash },
  undoing: { word: 'Taking back', tone: 'accent', icon: LoaderCircle },
  undone: { word: 'Taken back', tone: 'neutral', icon: Undo2 },
};

export function ImportStatus({ status }: { readonly status: Import['status'] }) {
  const { word, tone, icon } = looks[status];
  return (
    <Chip tone={tone} icon={icon}>
      {word}
    </Chip>
  );
}
