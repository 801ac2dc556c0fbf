import { defineConfig } from '@playwright/test';
import fromSource from './dev.config';

/** Also in `./souk test dev`: sources of this tree before a shop that is deployed elsewhere, behind TLS (cli/testing/behind_tls.py). */
export default defineConfig(fromSource, { testIgnore: [], testMatch: 'against.spec.ts' });
