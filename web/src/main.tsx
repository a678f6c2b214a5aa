/** Where the page begins: styles, router, cache; then, at rest, the faces of the rarer scripts. */
// First of all, since it sets the order of the layers.
import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { router } from './router.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the app.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

const whenAtRest = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
whenAtRest(() => void import('./styles/scripts.css'));
