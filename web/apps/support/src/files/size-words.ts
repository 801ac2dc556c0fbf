import { t } from '../messages';

export function sizeWords(bytes: number): string {
  return t('size', { count: Math.max(1, Math.round(bytes / 1_000)) });
}
