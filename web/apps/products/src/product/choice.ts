import { useEffect, useLayoutEffect, useState } from 'react';
import { choiceIn, withChoice } from './address';
import type { ShownProduct } from './shown';
import { firstChoice, type Choice } from './variants';

/** What is chosen of a product. The address has it too, so a reload, a shared link, back and forward bring it again. */
export function useChoice(product: ShownProduct) {
  const [first] = useState(() => firstChoice(product));
  const [choice, setChoice] = useState<Choice>(first);

  useLayoutEffect(() => {
    const asked = choiceIn(location.search, product);
    if (asked) setChoice(asked);
  }, [product]);

  useEffect(() => {
    if (choice === first) return; // nobody chose: the plain address stays
    const next = withChoice(location.href, product, choice);
    if (next !== location.href) history.replaceState(history.state, '', next);
  }, [choice, first, product]);

  const choose = (name: string, value: string) => setChoice((now) => ({ ...now, [name]: value }));
  return [choice, choose] as const;
}
