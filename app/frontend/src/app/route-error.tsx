import { Compass } from 'lucide-react';
import { useRouteError } from 'react-router';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';

export function RouteErrorPage({ inFrame = false }: { readonly inFrame?: boolean }) {
  const error = useRouteError();
  // a chunk of the version before a deployment is gone from the server: only a reload brings the new one
  const outdated =
    error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);
  return (
    <main className={inFrame ? 'mx-auto max-w-xl p-6' : 'mx-auto max-w-xl px-4 pt-24'}>
      <h1 className="sr-only">This page could not be shown</h1>
      {outdated ? (
        <EmptyState
          icon={Compass}
          title="There is a newer version"
          action={
            <Button variant="primary" onClick={() => location.reload()}>
              Load it
            </Button>
          }
        >
          OrderNimbus was updated while this page was open.
        </EmptyState>
      ) : (
        <ErrorState error={error} retry={() => location.reload()} />
      )}
    </main>
  );
}

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Card>
        <EmptyState
          icon={Compass}
          title="There is no such page"
          action={
            <ButtonLink to="/" variant="primary">
              Go to Home
            </ButtonLink>
          }
        >
          The address may be old or mistyped.
        </EmptyState>
      </Card>
    </Page>
  );
}
