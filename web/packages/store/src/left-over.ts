import { api, send, takeUnsent } from '@souk/api';

/** Sends what pages before could not, one after another, as it was pressed; what was shown meanwhile is asked for anew. */
export async function sendLeftOvers(dispatch: (action: ReturnType<typeof api.util.invalidateTags>) => unknown): Promise<void> {
  for (let call = takeUnsent(); call; call = takeUnsent()) {
    await send(call).catch(() => undefined); // who pressed it sees what became of it
    dispatch(api.util.invalidateTags(['Cart', 'Wishlist', 'Notices', 'Tickets']));
  }
}
