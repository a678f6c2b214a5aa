/** The words once the fingers rest for a moment: each request asks for what was meant, not for every letter. */
import { useEffect, useState } from 'react';

const REST_MS = 60;

export function useTyped(words: string): string {
  const [typed, setTyped] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(words), REST_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return typed;
}
