import { isApiError, paths, useIdentity, type ApiError, type CheckoutStep, type Code } from '@souk/api';
import { useCart, useCheckoutQuery, useSaveCheckoutMutation } from '@souk/api/cart';
import type { Checkout, CheckoutChange } from '@souk/api/types/cart';
import type { Shell } from '@souk/federation';
import { useEffect, useMemo, useState } from 'react';
import { useAddressBook, type AddressBook } from './address-book';
import { keepDraft, readDraft, type Draft } from './draft';
import { addressOf, contactOf, NOWHERE, whereFrom, type Where } from './fields';
import { usePaying } from './paying';
import { stepOf } from './step-address';

/** The three steps of a checkout: what is typed, what the cart service keeps of it, and where the shopper stands. */
export function useCheckoutSteps(shell: Shell) {
  const { draft, change, changeWhere } = useDraft();
  const payment = usePaying(draft.unfinished, (unfinished) => change({ unfinished }));
  const isChoosing = payment.paying.step === 'choosing';
  const { session, isKnown, failure, keep } = useSession(isChoosing);
  const at = useStep(shell, isKnown && session === null && isChoosing);
  const book = useAddressBook();
  const { save, saving, failed } = useSaving(at);
  const delivery = isOffered(session, draft.delivery) ? draft.delivery : (session?.delivery ?? 'standard');

  const saveWhere = async () => {
    const { where, saveAddress } = draft;
    const kept = await save({ contact: contactOf(where), address: addressOf(where), delivery });
    if (!kept) return;
    if (saveAddress) await book.add(addressOf(where));
    change({ delivery: kept.delivery, saveAddress: false });
    keep(kept); // the next step is asked for at once, maybe before the cache has it
    shell.navigate(paths.checkout({ step: 'how' }));
  };
  const saveHow = async () => {
    if (!session) return;
    const kept = await save({ contact: session.contact, address: session.address, delivery });
    if (kept) shell.navigate(paths.checkout({ step: 'pay' }));
  };
  const known = useKnownWhere(isKnown, session, book);
  return { at, isKnown, failure, session, known, draft, change, changeWhere, delivery, payment, book, saveWhere, saveHow, saving, failed }; // prettier-ignore
}

export type CheckoutSteps = ReturnType<typeof useCheckoutSteps>;

/** What is typed, kept for this tab with every change. */
function useDraft() {
  const [draft, setDraft] = useState(readDraft);
  useEffect(() => keepDraft(draft), [draft]);
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const changeWhere = (some: Partial<Where>) => setDraft((before) => ({ ...before, where: { ...before.where, ...some } }));
  return { draft, change, changeWhere };
}

/** Then the first step is what is missing; any other failure is worth another try where the shopper stands. */
const GONE: ReadonlySet<Code> = new Set(['no-such-checkout', 'not-delivered-there', 'empty-cart']);

/**
 * The open checkout as the cart service has it. It is not asked for while an order is being placed, since the order
 * takes it; what it said last stays.
 */
function useSession(isChoosing: boolean) {
  const isNobody = useIdentity() === 'nobody';
  const { data: cart, error: noCart } = useCart();
  const [last, setLast] = useState<Checkout | null>(null);
  const isThere = Boolean(cart?.checkout_id);
  const { data: open, error, refetch } = useCheckoutQuery(undefined, { skip: !isThere || (!isChoosing && last !== null) });
  if (open && open !== last) setLast(open);
  const session: Checkout | null = open ?? last;
  const isGone = isApiError(error) && GONE.has(error.code);
  const isKnown = isNobody || Boolean(noCart) || (cart !== undefined && (!isThere || session !== null || isGone));
  const failure = error && !isGone && session === null ? { error, retry: () => void refetch() } : null;
  return { session, isKnown, failure, keep: setLast };
}

/** What the shop knows of where it goes: the open checkout, else the default address, else the account alone. */
function useKnownWhere(isSessionKnown: boolean, session: Checkout | null, book: AddressBook): Where | null {
  const { isKnown, me, saved } = book;
  return useMemo(() => {
    if (!isSessionKnown || !isKnown) return null;
    if (session) return whereFrom(session.address, session.contact.email);
    const usual = saved.find(({ is_default }) => is_default);
    if (usual) return whereFrom(usual, me?.email ?? '');
    return me ? { ...NOWHERE, email: me.email, name: me.name } : null;
  }, [isSessionKnown, isKnown, session, saved, me]);
}

/** The step of the address; one that is not reachable yet leads to the first, which is what is missing. */
function useStep({ base, path, navigate }: Shell, isFirstMissing: boolean): CheckoutStep {
  const wanted = stepOf(base, path);
  const leadsBack = wanted === null || (isFirstMissing && wanted !== 'where');
  useEffect(() => {
    if (leadsBack) navigate(paths.checkout({ step: 'where' }), { replace: true });
  }, [leadsBack, navigate]);
  return leadsBack ? 'where' : wanted;
}

function useSaving(at: CheckoutStep) {
  const [saveCheckout, { isLoading }] = useSaveCheckoutMutation();
  const [refused, setRefused] = useState<{ at: CheckoutStep; problem: ApiError } | null>(null);
  const save = async (choice: CheckoutChange): Promise<Checkout | null> => {
    const answer = await saveCheckout(choice);
    const instead = offeredInstead(answer.error);
    const final = instead === null ? answer : await saveCheckout({ ...choice, delivery: instead });
    setRefused(isApiError(final.error) ? { at, problem: final.error } : null);
    return final.data ?? null;
  };
  // A refusal belongs to its step.
  return { save, saving: isLoading, failed: refused?.at === at ? refused.problem : null };
}

/** Another address may not have the delivery that was chosen for the last one: the next step asks again. */
function offeredInstead(error: unknown): string | null {
  if (!isApiError(error) || error.code !== 'delivery-not-offered') return null;
  const offered = error.facts['offered'];
  const first: unknown = Array.isArray(offered) ? offered[0] : null;
  return typeof first === 'string' ? first : null;
}

function isOffered(session: Checkout | null, code: string | null): code is string {
  return session?.delivery_options.some((option) => option.code === code) === true;
}
