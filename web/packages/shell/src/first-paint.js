// Before the first paint of every page: the chosen theme, and whether somebody is signed in (pages are the same for all).
function show() {
  const { dataset } = document.documentElement;
  let theme = null;
  try {
    theme = localStorage.getItem('souk-theme');
  } catch {
    // storage is blocked: the system decides
  }
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  else delete dataset.theme;
  if (/(^|; )souk_session=./.test(document.cookie)) dataset.signedIn = '';
  else delete dataset.signedIn;
}

show();
for (const at of ['storage', 'pageshow', 'visibilitychange', 'souk:auth:signed-in', 'souk:auth:signed-out']) addEventListener(at, show);

// A view transition that is given up, such as by another click, is no error: the next page is shown all the same.
addEventListener('unhandledrejection', (event) => {
  if (String(event.reason).includes('ViewTransition')) event.preventDefault();
});
