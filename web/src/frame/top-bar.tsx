/** The head of every screen: the search field, and on a phone the name of the house. */
import { Link } from '@tanstack/react-router';
import { Icon } from '../parts/icon.tsx';
import { SearchField } from './search-field.tsx';
import { ThemeButton } from './theme-button.tsx';

/** Screens may put a line beside the field through this element. */
export const TOP_NOTE_ID = 'top-note';

export function TopBar() {
  return (
    <header className="top">
      <Link className="brand" to="/">
        <Icon name="mark" />
        <span>Fonoteca</span>
      </Link>
      <SearchField />
      <p className="timing" id={TOP_NOTE_ID} aria-live="polite" />
      <ThemeButton className="icon theme" />
    </header>
  );
}
