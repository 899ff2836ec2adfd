// Runs before the first paint, so that a dark page never flashes white. A file of its own: the content
// security policy allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('ordernimbus.theme');
  } catch {
    // storage may be switched off; the system's setting decides then
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
