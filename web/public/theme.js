/* Puts the chosen theme on the page before its first paint; a file of its own because inline scripts are refused. */
try {
  var theme = localStorage.getItem('fonoteca.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  /* Without storage the system's theme is used. */
}
