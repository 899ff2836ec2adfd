/** The environment of the scripts, read once. */
export const environment = Object.freeze({
  /** Everything, for programs that we start. */
  all: { ...process.env },
  /** The command that started us: we end when it does. */
  parentPid: Number(process.env.ORDERNIMBUS_PARENT_PID) || undefined,
  /** A browser to use instead of the bundled one. */
  chromiumPath: process.env.CHROMIUM_PATH || undefined,
  /** Windows are shown only on request, and never where nobody looks. */
  showBrowser: process.env.SHOW_BROWSER === '1' && !process.env.CI && Boolean(process.env.DISPLAY),
});
