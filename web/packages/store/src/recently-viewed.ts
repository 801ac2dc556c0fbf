import { localKept, readJson, writeJson } from '@souk/api/storage';
import { useEffect, useState } from 'react';
import { whenShown } from './happened';
import { on } from './signals';

/** What was looked at here until somebody signs out; it never leaves the browser. No price: that would be an old one. */
export interface Viewed {
  handle: string;
  title: string;
  image: { url: string; color: string } | null;
}

const KEY = 'souk-viewed';
const MOST = 12;

export function recentlyViewed(): Viewed[] {
  const kept = readJson(localKept, KEY);
  return Array.isArray(kept) ? kept.filter(isViewed) : [];
}

/** Empty on the server and in the first render, and again as soon as somebody signs out, in whatever tab. */
export function useRecentlyViewed(): Viewed[] {
  const [viewed, setViewed] = useState<Viewed[]>([]);
  useEffect(() => {
    setViewed(recentlyViewed());
    return on('auth:signed-out', () => setViewed([]));
  }, []);
  return viewed;
}

export function forgetViewed(): void {
  localKept.remove(KEY);
}

/** Newest first, each product once. A page that is only prerendered counts when it is shown. */
export function rememberViewed(viewed: Viewed): void {
  whenShown(() => keep(viewed));
}

function keep({ handle, title, image }: Viewed): void {
  const others = recentlyViewed().filter((other) => other.handle !== handle);
  const kept = [{ handle, title, image: image && { url: image.url, color: image.color } }, ...others];
  writeJson(localKept, KEY, kept.slice(0, MOST));
}

function isViewed(value: unknown): value is Viewed {
  if (typeof value !== 'object' || value === null) return false;
  const { handle, title, image } = value as Partial<Record<keyof Viewed, unknown>>;
  return typeof handle === 'string' && typeof title === 'string' && (image === null || isPicture(image));
}

function isPicture(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
}
