import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fromBuild, type BuiltPieces } from './built';

const MiniCart = () => null;
const part = { team: 'checkout', version: '1.2.3' };
const texts = { 'en-IN': ['/texts/bag.js'] };
let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.spyOn(document.head, 'append').mockImplementation((...added) => {
    for (const node of added) {
      if (!(node instanceof HTMLScriptElement)) continue;
      asked.push(new URL(node.src, location.origin).pathname);
      queueMicrotask(() => node.onload?.(new Event('load')));
    }
  });
});

afterEach(() => vi.restoreAllMocks());

test('a piece of this build comes with who answers for it, once its texts are there', async () => {
  const load = fromBuild({ 'cart/MiniCart': { part, texts, bring: async () => ({ MiniCart }) } } as unknown as BuiltPieces);

  expect(await load('cart/MiniCart', 0)).toEqual({ Piece: MiniCart, part });
  expect(asked).toEqual(['/texts/bag.js']);
});

test('a piece that stays apart is left to who loads remotes', async () => {
  const loaded = { Piece: MiniCart, part };
  const remote = vi.fn().mockResolvedValue(loaded);
  const load = fromBuild({}, async () => ({ load: remote }));

  expect(await load('cart/MiniCart', 2)).toBe(loaded);
  expect(remote).toHaveBeenCalledWith('cart/MiniCart', 2);
});
