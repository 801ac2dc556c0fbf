// Runs before the first paint, so that a chosen theme never flashes. The key is that of @souk/store's theme-choice.ts.
function showChosenTheme() {
  try {
    const theme = localStorage.getItem('souk-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  } catch {
    // storage is blocked: the system decides
  }
}

showChosenTheme();
addEventListener('storage', showChosenTheme); // chosen in another tab
addEventListener('pageshow', showChosenTheme); // back to a page that was kept, or prerendered, with the older choice

// A transition between pages may be given up halfway, such as by another click before the first frame. The next page is shown
// all the same, so that is no error worth a line in the console.
addEventListener('unhandledrejection', (event) => {
  if (String(event.reason).includes('ViewTransition')) event.preventDefault();
});
