import { createBrowserRouter, Navigate } from 'react-router';
import { AppFrame } from '../ui/frame/app-frame.tsx';
import { FirstPaint } from './first-paint.tsx';
import { requireSession } from './require-session.ts';
import { NotFoundPage, RouteErrorPage } from './route-error.tsx';

/** Every screen is its own chunk: the first load carries the frame only. */
export const router = createBrowserRouter([
  {
    errorElement: <RouteErrorPage />,
    HydrateFallback: FirstPaint,
    children: [
      {
        path: 'sign-in',
        lazy: async () => ({ Component: (await import('../features/auth/sign-in-page.tsx')).SignInPage }),
      },
      {
        path: 'sign-up',
        lazy: async () => ({ Component: (await import('../features/auth/sign-up-page.tsx')).SignUpPage }),
      },
      {
        path: 'invite',
        lazy: async () => ({ Component: (await import('../features/auth/invite-page.tsx')).InvitePage }),
      },
      {
        Component: AppFrame,
        loader: requireSession,
        shouldRevalidate: () => false,
        children: [
          {
            errorElement: <RouteErrorPage inFrame />,
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import('../features/home/home-page.tsx')).HomePage }),
              },
              {
                path: 'forecast',
                lazy: async () => ({
                  Component: (await import('../features/explorer/explorer-page.tsx')).ExplorerPage,
                }),
              },
              {
                path: 'items/:itemId/:locationId',
                lazy: async () => ({ Component: (await import('../features/item/item-page.tsx')).ItemPage }),
              },
              {
                path: 'reorder',
                lazy: async () => ({
                  Component: (await import('../features/reorder/reorder-page.tsx')).ReorderPage,
                }),
              },
              {
                path: 'reorder/order',
                lazy: async () => ({
                  Component: (await import('../features/reorder/order-sheet-page.tsx')).OrderSheetPage,
                }),
              },
              {
                path: 'accuracy',
                lazy: async () => ({
                  Component: (await import('../features/accuracy/accuracy-page.tsx')).AccuracyPage,
                }),
              },
              {
                path: 'scenarios',
                lazy: async () => ({
                  Component: (await import('../features/scenarios/scenarios-page.tsx')).ScenariosPage,
                }),
              },
              {
                path: 'calendar',
                lazy: async () => ({
                  Component: (await import('../features/calendar/calendar-page.tsx')).CalendarPage,
                }),
              },
              {
                path: 'data',
                lazy: async () => ({ Component: (await import('../features/data/data-page.tsx')).DataPage }),
              },
              {
                path: 'data/imports/:importId',
                lazy: async () => ({
                  Component: (await import('../features/data/import-page.tsx')).ImportPage,
                }),
              },
              { path: 'settings', element: <Navigate to="/settings/shop" replace /> },
              {
                path: 'settings/:section',
                lazy: async () => ({
                  Component: (await import('../features/settings/settings-page.tsx')).SettingsPage,
                }),
              },
              { path: '*', Component: NotFoundPage },
            ],
          },
        ],
      },
    ],
  },
]);
