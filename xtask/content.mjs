// Files that are named by their content: browsers may keep them for ever.

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes `code` into `folder`; gives the file's name, and the attribute by which browsers check it. */
export function keep(folder, name, ending, code) {
  const digest = (kind, form) => createHash(kind).update(code).digest(form);
  const file = `${name}-${digest("sha256", "hex").slice(0, 16)}.${ending}`;
  writeFileSync(join(folder, file), code);
  return { file, integrity: `integrity="sha384-${digest("sha384", "base64")}"` };
}
