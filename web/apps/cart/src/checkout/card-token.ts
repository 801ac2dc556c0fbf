import { useTokenizeCardMutation } from '@souk/api/order';
import type { PlaceOrder } from '@souk/api/types/order';
import { useRef } from 'react';
import { expiryOf, type CardInput } from './fields';

type ByCard = Extract<PlaceOrder['payment'], { method: 'card' }>;

/** The provider's token of a card. The same card sent again keeps its token, so a repeat is the same request. */
export function useCardToken() {
  const [tokenize] = useTokenizeCardMutation();
  const kept = useRef<{ of: string; means: ByCard } | null>(null);
  return {
    forget: () => {
      kept.current = null;
    },
    tokenOf: async (card: CardInput): Promise<{ means: ByCard } | { error: unknown }> => {
      const of = JSON.stringify(card);
      if (kept.current?.of === of) return kept.current;
      const expiry = expiryOf(card.expiry);
      const answer = await tokenize({
        number: card.number.replace(/\D/g, ''),
        expiry_month: expiry?.month ?? 0,
        expiry_year: expiry?.year ?? 0,
        cvc: card.cvc.trim(),
        name: card.cardName.trim(),
      });
      if (!answer.data) return { error: answer.error };
      const means: ByCard = { method: 'card', token: answer.data.token };
      kept.current = { of, means };
      return { means };
    },
  };
}
