// Before the first paint of every page: the chosen theme, and whether somebody is signed in (pages are the same for all).
function show() {
  const root = document.documentElement;
  let theme;
  try {
    theme = localStorage.getItem('souk-theme');
  } catch {
    // blocked: the system decides
  }
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  root.toggleAttribute('data-signed-in', /(^|; )souk_session=./.test(document.cookie));
}

show();
for (const at of ['storage', 'pageshow', 'visibilitychange', 'souk:auth:signed-in', 'souk:auth:signed-out']) addEventListener(at, show);

// Pressed before its piece is there: @souk/federation hands it on.
addEventListener('click', ({ target }) => target.closest?.('[data-early]')?.setAttribute('aria-busy', 'true'));

// A view transition that another click gives up is no error.
addEventListener('unhandledrejection', (event) => {
  if (String(event.reason).includes('ViewTransition')) event.preventDefault();
});
