/**
 * The chat's page in two pieces: its first script, and everything that the application imports at once. Fewer requests, one
 * text compresses better than nine, and the first script does not wait for the application.
 */

/**
 * @param {string} firstScript
 * @param {string} application the module that the first script imports when it has asked for everything else
 * @returns groups for rolldown's `codeSplitting`
 */
export function inTwoPieces(firstScript, application) {
  return [
    { name: 'first', priority: 2, test: importedBy(firstScript) },
    { name: 'application', priority: 1, test: importedBy(application) },
  ].map(({ test, ...group }) => ({
    ...group,
    name: (id, chunking) => (test(id, chunking) ? group.name : null),
  }));
}

/** @returns whether `module` imports it, by whatever way, but later */
function importedBy(module) {
  let found;
  return (id, chunking) => {
    found ??= reach(module, chunking);
    // A module that is imported later is a chunk of its own, or it would have to be wrapped.
    return id !== module && found.has(id);
  };
}

function reach(module, chunking) {
  const found = new Set();
  const queue = [module];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(chunking.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
