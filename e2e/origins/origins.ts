/** Other origins of the shop under test (cli/testing/other_origins.py), all of this machine. */
export const origins = JSON.parse(process.env.SOUK_E2E_ORIGINS ?? '{}') as Readonly<Record<'assets' | 'seller' | 'pictures', string>>;
