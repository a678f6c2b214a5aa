/** Whether the words of songs are wanted; this browser remembers. */
import { useState } from 'react';

const KEY = 'fonoteca.words';

export function useWordsShown(): [shown: boolean, toggle: () => void] {
  const [shown, setShown] = useState(read);
  const toggle = (): void => {
    setShown(!shown);
    try {
      localStorage.setItem(KEY, shown ? 'hidden' : 'shown');
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  return [shown, toggle];
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'hidden';
  } catch {
    return true;
  }
}
