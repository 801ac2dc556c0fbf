// Before the first paint: the theme, and whether somebody is signed in (pages are one for all).
function show() {
  const root = document.documentElement;
  let theme;
  try {
    theme = localStorage.getItem('souk-theme');
  } catch {
    // blocked
  }
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  root.toggleAttribute('data-signed-in', /(^|; )souk_session=./.test(document.cookie));
}

show();
for (const at of ['storage', 'pageshow', 'visibilitychange', 'souk:auth:signed-in', 'souk:auth:signed-out']) addEventListener(at, show);

// Pressed before its code is there: done then.
addEventListener('click', (event) => {
  const early = event.target.closest?.('[data-early]');
  if (!early) return;
  early.setAttribute('aria-busy', 'true');
  event.preventDefault();
});

// A view transition given up is no error.
addEventListener('unhandledrejection', (event) => {
  if (String(event.reason).includes('Transition')) event.preventDefault();
});
