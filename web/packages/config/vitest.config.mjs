import { mergeConfig } from 'vitest/config';
import shared from './src/vitest.mjs';

export default mergeConfig(shared, { test: { environment: 'node' } });
