// A base map whose tiles are in an archive of the site: drawn, in the page's colours, with its credit; what
// is broken is told, and the map works.

import { expect, loose, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { BASE, VECTORS, archive, loop, offer, pictures, share } from "./pages/archive.mjs";

const LAND = [0xf6, 0xf0, 0xe3];
const NIGHT = [0x1b, 0x19, 0x15];
const MOTORWAY = [0xe3, 0x9a, 0x4f];

test("vector tiles are drawn by ranges, with credit and approval, in the page's colours", async ({ page }) => {
  const asked = [];
  await offer(page, VECTORS, { asked });
  const app = new App(page);
  await app.open();
  await expect.poll(() => share(page, MOTORWAY)).toBeGreaterThan(0.001);
  expect(await share(page, LAND)).toBeGreaterThan(0.5);
  const credit = page.getByTestId("map-notes");
  await expect(credit).toContainText(BASE.attribution);
  await expect(credit).toContainText(BASE.approval);
  await expect(page.locator(".map.has-base")).toHaveCount(1);
  expect(asked[0]).toBe("bytes=0-16383");
  expect(asked.length).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => share(page, NIGHT)).toBeGreaterThan(0.5);
  expect(await share(page, LAND)).toBeLessThan(0.01);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => share(page, LAND)).toBeGreaterThan(0.5);
  // A driver's own choice counts as well.
  await app.go("data");
  await page.getByTestId("scheme-dark").click();
  await expect.poll(() => share(page, NIGHT)).toBeGreaterThan(0.5);
});

test("pictures of an archive are drawn", async ({ page }) => {
  await offer(page, pictures([10, 120, 200]));
  await new App(page).open();
  await expect.poll(() => share(page, [10, 120, 200])).toBeGreaterThan(0.9);
  await expect(page.getByTestId("map-notes")).toContainText(BASE.approval);
});

test("without such a base nothing of what draws it is fetched", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await new App(page).open();
  await page.waitForTimeout(1000);
  expect(asked.filter((path) => /base-|basemap/.test(path))).toEqual([]);
});

const changed = (at, byte) => {
  const bytes = Buffer.from(VECTORS);
  bytes[at] = byte;
  return bytes;
};
for (const [what, bytes, told] of [
  ["is a page", Buffer.from(`<!doctype html>${" ".repeat(200)}`), "first bytes: found <!docty, expected PMTiles"],
  ["was cut", VECTORS.subarray(0, 20_000), "expected no more than the file's 20000 bytes"],
  ["is empty", Buffer.from("P"), "header: found 1 bytes, expected 127 bytes at least"],
  ["is of another version", changed(7, 2), "version: found 2, expected 3"],
  ["has a spoilt directory", changed(140, 7), "directory: found"],
  ["is a loop", loop(), "directories: found a loop, expected 4 one within another at most"],
  ["points beyond its end", archive({ entries: [[0, 9e6, 500, 1]], tiles: Buffer.from("tile") }), "tile: found 500 bytes from byte 0, expected within 4 bytes"],
  ["has pictures that are none", archive({ entries: [[0, 9e7, 4, 1]], tiles: Buffer.from("tile") }), "that are no picture, expected image/png"],
  ["has tiles that gzip did not pack", archive({ entries: [[0, 9e7, 4, 1]], tiles: Buffer.from("tile"), kind: 1, packing: 2 }), "expected what gzip packed"],
  ["has vector tiles that are none", archive({ entries: [[0, 9e7, 4, 1]], tiles: Buffer.from([26, 255, 1, 7]), kind: 1 }), "expected a vector tile"],
]) {
  test(`an archive that ${what} is told, and the map works`, async ({ page }) => {
    await offer(page, bytes);
    const app = new App(page);
    await app.open();
    const line = page.getByRole("status").filter({ hasText: "底图无法使用：data/base.pmtiles" });
    await expect(line).toContainText(told);
    await expect(page.locator(".has-base")).toHaveCount(0);
    await expect(page.getByTestId("cluster").first()).toBeVisible();
    await (await app.mark()).click();
    await expect(app.card).toBeVisible();
  });
}

loose("an archive that is not there is told", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ json: { bases: [BASE] } }));
  await new App(page).open();
  const line = page.getByRole("status").filter({ hasText: "底图无法使用：data/base.pmtiles" });
  await expect(line).toContainText("found HTTP status 404");
  await expect(page.locator(".has-base")).toHaveCount(0);
});

test("an archive in another datum is refused in words", async ({ page }) => {
  await offer(page, VECTORS, { base: { ...BASE, crs: "gcj02" } });
  await new App(page).open();
  await expect(page.getByRole("status").filter({ hasText: "config.json" })).toContainText("crs wgs84 for pmtiles");
  await expect(page.getByTestId("cluster").first()).toBeVisible();
});

test("in a frame of another site its credit and approval stay in sight", async ({ page }) => {
  await offer(page, VECTORS);
  await page.goto("./embed.html");
  await expect.poll(() => share(page, MOTORWAY)).toBeGreaterThan(0.001);
  await expect(page.getByTestId("map-notes")).toContainText(BASE.approval);
  await expect(page.getByTestId("map-notes")).toContainText(BASE.attribution);
  const notes = await page.getByTestId("map-notes").boundingBox();
  const panel = await page.locator("aside.panel").boundingBox();
  expect(panel.y + panel.height).toBeLessThanOrEqual(notes.y + 1);
});
