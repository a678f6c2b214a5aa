/** A sheet beside the page: the whole width on a phone. Escape, the close key and “back” all close it. */
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import './sheet.css';

interface SheetProps {
  title: string;
  note?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
  /** Beside the page one goes on working; over it, nothing else can be done. */
  over?: boolean;
}

export function Sheet({ title, note, onClose, children, foot, over = false }: SheetProps) {
  return (
    <Dialog.Root
      open
      modal={over}
      disablePointerDismissal={!over}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        {over && <Dialog.Backdrop className="veil" />}
        <Dialog.Popup className={over ? 'sheet over' : 'sheet'}>
          <header className="sheet-head">
            <Dialog.Title className="sheet-title">{title}</Dialog.Title>
            {note !== undefined && <span className="note num">{note}</span>}
            <Dialog.Close className="icon" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </header>
          <div className="sheet-body">{children}</div>
          {foot !== undefined && <footer className="sheet-foot">{foot}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
