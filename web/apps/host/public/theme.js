// Runs before the first paint, so that a chosen theme never flashes. The key is that of @souk/store's theme-choice.ts.
try {
  const theme = localStorage.getItem('souk-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // storage is blocked: the system decides
}
