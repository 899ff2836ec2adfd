import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMe } from '../../app/use-me.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Field, Input } from '../field.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../menu.tsx';
import { useStoredState } from '../use-stored-state.ts';

interface SavedView {
  readonly name: string;
  /** filter and order, as the address has them */
  readonly search: string;
}
const none: readonly SavedView[] = [];

/** What the address says about the list; an opened row is no part of a view. */
function viewOf(search: URLSearchParams): string {
  const view = new URLSearchParams(search);
  view.delete('open');
  view.sort();
  return view.toString();
}

/**
 * Filters and orders under a name. The address is the view, so it can be sent to others; the names are this person's,
 * kept by this browser for this shop.
 */
export function SavedViews({ list }: { readonly list: string }) {
  const me = useMe();
  const [views, setViews] = useStoredState(`views.${me.userId}.${me.tenant.tenantId}.${list}`, none);
  const [search, setSearch] = useSearchParams();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const here = viewOf(search);
  const current = views.find((view) => view.search === here);
  const save = () => {
    const trimmed = name.trim();
    if (!trimmed) return;
    setViews([...views.filter((view) => view.name !== trimmed), { name: trimmed, search: here }]);
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Menu
        trigger={
          <Button icon={Bookmark} aria-label="Saved views">
            <span className="max-w-32 truncate max-sm:sr-only">{current?.name ?? 'Views'}</span>
          </Button>
        }
      >
        <MenuLabel>Saved views</MenuLabel>
        {views.map((view) => (
          <MenuCheck
            closes
            key={view.name}
            checked={view === current}
            onChange={() => setSearch(new URLSearchParams(view.search))}
          >
            {view.name}
          </MenuCheck>
        ))}
        {views.length > 0 && <MenuSeparator />}
        <MenuItem icon={Bookmark} onSelect={() => setNaming(true)}>
          Save this view
        </MenuItem>
        {current && (
          <MenuItem icon={Trash2} onSelect={() => setViews(views.filter((view) => view !== current))}>
            Forget “{current.name}”
          </MenuItem>
        )}
      </Menu>
      <Dialog
        open={naming}
        onClose={() => setNaming(false)}
        title="Save this view"
        description="The filter and the order, kept in this browser."
        footer={
          <>
            <Button onClick={() => setNaming(false)}>Cancel</Button>
            <Button variant="primary" disabled={name.trim() === ''} onClick={save}>
              Save
            </Button>
          </>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field label="Name of the view">
            {(ids) => (
              <Input {...ids} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        </form>
      </Dialog>
    </>
  );
}
