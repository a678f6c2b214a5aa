/** The page before anybody is signed in: the name of the house, one sentence, one form. */
import type { ReactNode } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { StartShelf } from './start-shelf.tsx';
import './start.css';

export function StartPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="start" id="main">
      <title>{`${title} · Fonoteca`}</title>
      <p className="brand">
        <Icon name="mark" />
        Fonoteca
      </p>
      <h1>{title}</h1>
      {children}
      <StartShelf />
    </main>
  );
}
