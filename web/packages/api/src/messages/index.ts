import { translator } from '../translator';
import type texts from './en-IN.json';

export const t = translator<typeof texts>('api');
