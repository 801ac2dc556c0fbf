/** The page on which ./souk conform app tries pieces: what a zone lends them, and nothing else that could hide a fault. */
import { Remote } from '@souk/federation';
import '@souk/store/happened';
import '@souk/ui/styles.css';
import { createRoot, type Root } from 'react-dom/client';

type AnyProps = Parameters<typeof Remote>[0]['props'];

export interface Testbed {
  /** `id` as in <Remote>; a piece that is a page gets its shell's `navigate` from here. */
  mount: (id: string, sample: Record<string, unknown>) => void;
  unmount: () => void;
  /** Where pages asked to go. */
  went: string[];
}

const went: string[] = [];
let root: Root | undefined;

const testbed: Testbed = {
  mount(id, sample) {
    const place = document.getElementById('testbed');
    if (!place) throw new Error('The page has no place for a piece.');
    root = createRoot(place);
    root.render(
      <>
        <p id="beside">{id}</p>
        <Remote id={id as 'cart/MiniCart'} props={propsOf(sample) as AnyProps} eager />
      </>,
    );
  },
  unmount() {
    root?.unmount();
    root = undefined;
  },
  went,
};

/** A manifest can hold everything but what the shell does. */
function propsOf({ shell, ...others }: Record<string, unknown>): Record<string, unknown> {
  if (typeof shell !== 'object' || shell === null) return others;
  return { ...others, shell: { ...shell, navigate: (to: string) => went.push(to) } };
}

Reflect.set(globalThis, 'soukTestbed', testbed);
window.soukHappened = []; // a page's own list (@souk/store/happened), which whoever comes first begins
