import { isApiError, type ApiError } from '@souk/api';
import { useAddItemMutation, useChangeQuantityMutation } from '@souk/api/cart';
import type { CartView } from '@souk/api/types/cart';
import type { OrderLine } from '@souk/api/types/order';
import type { MoneyLike } from '@souk/ui';
import { useState } from 'react';

/** What became of one line of an order that goes into the bag once more. */
export type Outcome =
  | { kind: 'added' }
  | { kind: 'dearer' | 'cheaper'; price: MoneyLike }
  /** So many are in the bag now, which is all there are. */
  | { kind: 'short'; count: number }
  | { kind: 'sold-out' }
  | { kind: 'gone' }
  /** The line may be tried again: it is the bag, or the shop, that does not take it now. */
  | { kind: 'refused'; cause: string; fix: string };

export interface Reordered {
  line: OrderLine;
  outcome: Outcome;
}

type Answer = { data?: CartView; error?: unknown };
interface Bag {
  add: (line: { sku: string; quantity: number }) => Promise<Answer>;
  set: (line: { sku: string; quantity: number }) => Promise<Answer>;
}

/** One after the other: each answer is the whole bag, and a line that cannot come keeps none of the others out. */
async function reordered(lines: readonly OrderLine[], bag: Bag): Promise<Reordered[]> {
  const all: Reordered[] = [];
  for (const line of lines) all.push({ line, outcome: await outcomeOf(line, bag) });
  return all;
}

async function outcomeOf(line: OrderLine, bag: Bag): Promise<Outcome> {
  const { sku, quantity } = line;
  const { data, error } = await bag.add({ sku, quantity });
  if (data) return pricedThen(line, data);
  if (!isApiError(error)) return { kind: 'refused', cause: '', fix: '' };
  if (error.code === 'unknown-sku') return { kind: 'gone' };
  if (error.code !== 'out-of-stock') return refused(error);
  const left = Number(error.facts['left'] ?? 0);
  if (left <= 0) return { kind: 'sold-out' };
  const some = await bag.set({ sku, quantity: left });
  return some.data ? { kind: 'short', count: left } : refused(some.error);
}

function pricedThen({ sku, unit_price: then }: OrderLine, bag: CartView): Outcome {
  const now = bag.lines.find((line) => line.sku === sku)?.unit_price;
  if (!now || now.amount === then.amount) return { kind: 'added' };
  return { kind: now.amount > then.amount ? 'dearer' : 'cheaper', price: now };
}

function refused(error: unknown): Outcome {
  const { cause, fix } = (isApiError(error) ? error : { cause: '', fix: '' }) as Pick<ApiError, 'cause' | 'fix'>;
  return { kind: 'refused', cause, fix };
}

/** `done` is null until the last line has its answer. */
export function useReorder() {
  const [addItem] = useAddItemMutation();
  const [changeQuantity] = useChangeQuantityMutation();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Reordered[] | null>(null);
  const reorder = async (lines: readonly OrderLine[]) => {
    setBusy(true);
    const now = await reordered(lines, { add: addItem, set: changeQuantity });
    // Those that were tried again stand where they stood.
    setDone((before) => before?.map((one) => now.find(({ line }) => line === one.line) ?? one) ?? now);
    setBusy(false);
  };
  return { busy, done, reorder };
}
