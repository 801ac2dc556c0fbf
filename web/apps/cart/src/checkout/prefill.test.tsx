import { usePlaceOfPincode } from '@souk/api/pincode';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NOWHERE, type Where } from './fields';
import { usePrefill } from './prefill';

const KNOWN: Where = { ...NOWHERE, email: 'asha@example.com' };
const ANSWER = { postal_code: '570001', country: 'IN', place: 'Mysore', state: 'Karnataka', zone: 'south', serviceable: true, cash_on_delivery: true, options: [] };

function Form({ known, answer }: { known: Where | null; answer?: typeof ANSWER | undefined }) {
  const form = useRef<HTMLFormElement>(null);
  const [where, setWhere] = useState({ ...NOWHERE, ...(answer ? { postalCode: '570001' } : {}) });
  const change = (some: Partial<Where>) => setWhere((before) => ({ ...before, ...some }));
  usePrefill(form, where, known, change);
  usePlaceOfPincode(form, where, change, answer);
  return (
    <form ref={form}>
      <input name="email" value={where.email} readOnly />
      <input name="city" value={where.city} readOnly />
    </form>
  );
}

const valueOf = (name: string) => document.querySelector<HTMLInputElement>(`[name=${name}]`)?.value;
let root: Root;

// Without act(), which would run later effects at once: what is looked at is the page as the shopper has it.
beforeEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
});

it('a form is full in the moment in which it is seen to be free, so that nothing that is typed runs into it', () => {
  flushSync(() => root.render(<Form known={null} />));

  flushSync(() => root.render(<Form known={KNOWN} />));

  expect(valueOf('email')).toBe('asha@example.com');
});

it('so is the city that an answer about a pincode brings', () => {
  flushSync(() => root.render(<Form known={null} answer={ANSWER} />));

  expect(valueOf('city')).toBe('Mysore');
});
