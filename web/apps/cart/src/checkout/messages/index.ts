import { translator } from '@souk/api/messages';
import type texts from './en-IN.json';

export const t = translator<typeof texts>('cart/checkout');
