import { configureStore } from '@reduxjs/toolkit';
import { api, configureApi } from '@souk/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enteringApi } from './user';

let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async ({ method, url }: Request) => {
    asked.push(`${method} ${new URL(url).pathname}`);
    return new Response('{}', { status: 200 });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  configureApi({ portal: 'customer' });
});

test.each(['customer', 'seller', 'admin'] as const)('the portal of %s signs in and out at its own address', async (portal) => {
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
  });
  configureApi({ portal });

  await store.dispatch(enteringApi.endpoints.login.initiate({ email: 'asha@souk.example', password: 'a long one' }));
  await store.dispatch(enteringApi.endpoints.logout.initiate());

  expect(asked).toEqual([
    `POST /user-service/api/v1/auth/${portal}/login`,
    `DELETE /user-service/api/v1/auth/${portal}/refresh`,
  ]);
});
