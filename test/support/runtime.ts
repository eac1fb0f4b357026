// Asked before every test file: better-sqlite3 crashes an old Node without a word, so say it in words first.

if (Number(process.versions.napi ?? 0) < 10) {
  throw new Error(
    `Concord's tests need Node 22.22 or newer; this is ${process.versions.node}. Run them with npm: npm test`,
  );
}
