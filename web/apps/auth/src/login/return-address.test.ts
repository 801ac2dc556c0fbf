import { expect, it } from 'vitest';
import { returnAddress } from './return-address';

it('leads back to the page that asked for the login', () => {
  expect(returnAddress('?back=%2Fcart', '/login')).toEqual({ wanted: '/cart', to: '/cart' });
});

it('leads home when nobody asked, or somebody from elsewhere did', () => {
  expect(returnAddress('', '/login').to).toBe('/');
  expect(returnAddress('?back=https%3A%2F%2Felsewhere.example', '/login').to).toBe('/');
});

it('never leads back to the login itself', () => {
  expect(returnAddress('?back=%2Flogin%2Fnew%3Fback%3D%252Fcart', '/login').to).toBe('/');
});
