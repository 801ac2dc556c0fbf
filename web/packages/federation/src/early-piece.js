// In the HTML of a page that is one piece of another micro frontend: asks where the remotes are, and for what the piece needs, as
// soon as the HTML is there and not after the page's own code. registry.ts takes the answer over.
const { piece = '' } = document.currentScript.dataset;

function ask(href) {
  const as = href.endsWith('.css') ? 'style' : 'script';
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', href, as }));
}

async function early() {
  const answer = await fetch('/mfe/remotes.json', { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) return undefined;
  const remotes = await answer.json();
  const [app, name] = piece.split('/');
  const { entry, pieces, piece_texts: texts } = remotes[app];
  ask(entry);
  for (const file of [...pieces[name], ...texts[name][document.documentElement.lang]]) ask(new URL(file, new URL(entry, location.origin)).href);
  return remotes;
}

window.soukRemotes = early().catch(() => undefined); // whoever mounts the piece asks again, and says what is missing
