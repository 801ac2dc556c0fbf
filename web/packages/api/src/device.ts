let known: string | undefined;

/** What the client is, for the list of sessions: `app=web; browser=Chrome 143; os=Android; screen=360x800`. Never anything unique. */
export function deviceInfo(): string {
  known ??= `app=web; browser=${browserName(navigator.userAgent)}; os=${systemName(navigator.userAgent)}; screen=${screenSize()}`;
  return known;
}

/** A fresh W3C trace for each call, so that one id leads from the browser to the last event. */
export function traceParent(): string {
  return `00-${hex(16)}-${hex(8)}-01`;
}

function hex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const browsers = [/(Edg)\/(\d+)/, /(Firefox)\/(\d+)/, /(Chrome)\/(\d+)/, /Version\/(\d+).*(Safari)/];

function browserName(agent: string): string {
  for (const pattern of browsers) {
    const found = pattern.exec(agent);
    if (found) return found.slice(1).sort().reverse().join(' ');
  }
  return 'browser';
}

function systemName(agent: string): string {
  return /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? 'unknown';
}

function screenSize(): string {
  return `${screen.width}x${screen.height}`;
}
