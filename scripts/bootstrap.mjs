// The two commands on a fresh machine: installs what is missing, then hands over to the Node that the project pins.
// Plain JavaScript that old versions of Node can read, because it runs before anything is installed.
const supportedMajor = 20;
const major = Number.parseInt(process.versions.node, 10);

if (major < supportedMajor) {
  console.error(
    `OrderNimbus needs Node ${supportedMajor} or newer to start (this is ${process.versions.node}): install one from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}

// not awaited: a Node too old for `await` here must still read the sentence above
import('./bootstrap/run-command.mjs')
  .then(({ runCommand }) => runCommand(process.argv[2], process.argv.slice(3)))
  .then((status) => {
    process.exitCode = status;
  });
