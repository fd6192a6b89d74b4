// The station file with another content.

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** The station file with another body, and lengths and checksum to match (container, version 1). */
function withBody(file, change) {
  const about = file.readUInt32LE(8);
  const head = Buffer.from(file.subarray(0, 20));
  const body = Buffer.from(change(file.subarray(20 + about).toString("utf8")));
  head.writeUInt32LE(body.length, 12);
  const rest = Buffer.concat([file.subarray(20, 20 + about), body]);
  head.writeUInt32LE(crc32(Buffer.concat([head.subarray(0, 16), rest])), 16);
  return Buffer.concat([head, rest]);
}

/** Gives the page `body` as a file of its data, and a list of packs to match. */
export async function changeFile(page, name, body) {
  const sha256 = createHash("sha256").update(body).digest("hex");
  // Fetched before, since the page may ask for it just when the test ends.
  const list = await (await page.request.get("./data/packs.json")).json();
  for (const file of list.packs.flatMap((pack) => pack.files)) {
    if (file.path === name) Object.assign(file, { sha256, bytes: body.length });
  }
  await page.route("**/data/packs.json", (route) => route.fulfill({ json: list }));
  await page.route(`**/data/${name}*`, (route) => route.fulfill({ body, contentType: "application/octet-stream" }));
}

/** Gives the page the stations that `change` makes of the JSON of the embedded ones. */
export async function changeStations(page, change) {
  const file = await page.request.get("./data/stations.yilu");
  await changeFile(page, "stations.yilu", withBody(await file.body(), change));
}

/** The same file of another day, so many after its own. */
export function edition(file, days = 1) {
  const copy = Buffer.from(file);
  const [text, day] = /"edition":"\d{4}-\d{2}-(\d{2})"/.exec(copy.subarray(0, 4096).toString("latin1")) ?? [];
  if (!text) throw new Error("no edition in the header");
  const other = String(((Number(day) + days) % 28) + 1).padStart(2, "0");
  copy.write(text.replace(`${day}"`, `${other}"`), copy.indexOf(text));
  copy.writeUInt32LE(crc32(Buffer.concat([copy.subarray(0, 16), copy.subarray(20)])), 16);
  return copy;
}
