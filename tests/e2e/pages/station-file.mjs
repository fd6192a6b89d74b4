// The station file with another content.

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

/** Gives the page the stations that `change` makes of the JSON of the embedded ones. */
export async function changeStations(page, change) {
  await page.route("**/data/stations.yilu", async (route) => {
    const response = await route.fetch();
    const body = withBody(await response.body(), change);
    return route.fulfill({ body, contentType: "application/octet-stream" });
  });
}
