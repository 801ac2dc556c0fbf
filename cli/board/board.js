// The page as it is now, every five seconds while somebody looks at it; nothing is taken from under who stands on it.
const board = document.getElementById('board');
setInterval(async () => {
  if (document.hidden || board.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('board');
  if (fresh && !board.contains(document.activeElement)) board.replaceChildren(...fresh.childNodes);
}, 5000);
