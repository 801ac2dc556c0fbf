import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';

type End = 'first' | 'last';

/** A button with a menu, as ARIA's authoring practices describe it. Spread each part on its element. */
export function useMenu() {
  const [open, setOpen] = useState<End | false>(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const close = () => setOpen(false);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (open) items().at(open === 'first' ? 0 : -1)?.focus();
  }, [open]);
  usePressOutside(box, open !== false, close);

  const onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const onMenuKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      close();
      opener.current?.focus();
      return;
    }
    const all = items();
    const next = nextItem(event.key, all.findIndex((item) => item.matches(':focus')), all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  };

  return {
    open: open !== false,
    frame: {
      ref: box,
      onBlur: ({ relatedTarget }: FocusEvent) => {
        if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) close();
      },
    },
    button: {
      ref: opener,
      'aria-haspopup': 'menu',
      'aria-expanded': open !== false,
      'aria-controls': open ? id : undefined,
      onClick: () => setOpen(open ? false : 'first'),
      onKeyDown: onButtonKey,
    },
    menu: {
      ref: list,
      id,
      role: 'menu',
      tabIndex: -1,
      onKeyDown: onMenuKey,
      onClick: ({ target }: MouseEvent) => {
        if (target instanceof Element && target.closest('[role="menuitem"]')) close();
      },
    },
  } as const;
}

function usePressOutside(box: RefObject<HTMLElement | null>, wanted: boolean, act: () => void): void {
  useEffect(() => {
    if (!wanted) return;
    const onPress = (event: PointerEvent) => {
      if (box.current && !event.composedPath().includes(box.current)) act();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  });
}

/** Which item a key leads to; null when it leads nowhere. */
function nextItem(key: string, now: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (now + 1) % count;
    case 'ArrowUp':
      return (now - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
