/** A script of this shop; resolves when it has run. */
export function run(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${address} could not be loaded.`));
    };
    document.head.append(script);
  });
}

const ran = new Map<string, Promise<void>>();

/** Texts that pieces share are run once for all of them, and asked for again after a failure. */
export function runOnce(address: string): Promise<void> {
  const known = ran.get(address);
  if (known) return known;
  const asked = run(address);
  ran.set(address, asked);
  asked.catch(() => ran.delete(address));
  return asked;
}
