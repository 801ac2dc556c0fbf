import { configureStore } from '@reduxjs/toolkit';
import { api } from '@souk/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const endpoints = api.injectEndpoints({
  endpoints: (build) => ({
    shelf: build.query<string, void>({ query: () => ({ url: '/order-service/api/v1/shelf' }) }),
    put: build.mutation<string, { service: string }>({
      query: ({ service }) => ({ url: `/${service}-service/api/v1/shelf`, method: 'PUT' }),
    }),
  }),
}).endpoints;

/** Answers the next question of this kind, once it is asked. */
let answer: (question: string, body: string, status?: number) => Promise<void>;
let asked: string[];

beforeEach(() => {
  asked = [];
  const waiting = new Map<string, (answered: Response) => void>();
  vi.stubGlobal('fetch', async ({ method, url }: Request) => {
    const question = `${method} ${new URL(url).pathname.split('-')[0]}`;
    asked.push(question);
    return new Promise<Response>((resolve) => waiting.set(question, resolve));
  });
  answer = async (question, body, status = 200) => {
    const resolve = await vi.waitUntil(() => waiting.get(question));
    waiting.delete(question);
    resolve(Response.json(body, { status }));
  };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function aStore() {
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
  });
  return { store, shelf: () => endpoints.shelf.select()(store.getState()).data };
}

test('what was read while a write was answered is read anew, for it may be from before it', async () => {
  const { store, shelf } = aStore();
  const read = store.dispatch(endpoints.shelf.initiate());
  const write = store.dispatch(endpoints.put.initiate({ service: 'order' }));

  await answer('PUT /order', 'full');
  await write;
  await answer('GET /order', 'empty');
  await answer('GET /order', 'full');
  await read;

  expect(shelf()).toBe('full');
  expect(asked.filter((question) => question === 'GET /order')).toHaveLength(2);
});

test('a write that was refused may have been carried out', async () => {
  const { store, shelf } = aStore();
  const read = store.dispatch(endpoints.shelf.initiate());
  const write = store.dispatch(endpoints.put.initiate({ service: 'order' }));

  await answer('PUT /order', 'none', 409);
  await write;
  await answer('GET /order', 'empty');
  await answer('GET /order', 'full');
  await read;

  expect(shelf()).toBe('full');
});

test('a write elsewhere, or one that is answered later, has nobody ask twice', async () => {
  const { store, shelf } = aStore();
  const read = store.dispatch(endpoints.shelf.initiate());
  const elsewhere = store.dispatch(endpoints.put.initiate({ service: 'user' }));
  const later = store.dispatch(endpoints.put.initiate({ service: 'order' }));

  await answer('PUT /user', 'full');
  await elsewhere;
  await answer('GET /order', 'empty');
  await read;
  await answer('PUT /order', 'full');
  await later;

  expect(shelf()).toBe('empty');
  expect(asked).toEqual(['GET /order', 'PUT /user', 'PUT /order']);
});
