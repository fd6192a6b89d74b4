// A raster base is a matter of the site's configuration.

import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

test("a configured base shows its tiles, its credit and its approval", async ({ page }) => {
  const base = {
    id: "licensed",
    url: "tiles/{z}/{x}/{y}.png",
    crs: "gcj02",
    min_zoom: 5,
    max_zoom: 16,
    attribution: "测试底图",
    approval: "GS(2026)0000号",
  };
  await page.route("**/config.json", (route) => route.fulfill({ json: { bases: [base] } }));
  await page.route("**/tiles/**", (route) => route.fulfill({ body: PIXEL, contentType: "image/png" }));
  const app = new App(page);
  await app.open("#station=demo-140927-007");
  await expect(app.card).toBeVisible();
  await expect(page.getByTestId("map-notes")).toContainText("测试底图 · GS(2026)0000号");
  await expect(page.locator(".leaflet-tile").first()).toBeAttached();
});

test("a broken configuration is told, and the map works", async ({ page }) => {
  await page.route("**/config.json", (route) => route.fulfill({ json: { layers: [] } }));
  const app = new App(page);
  await app.open();
  await expect(page.getByRole("status").filter({ hasText: "config.json" })).toBeVisible();
  await expect(page.getByTestId("cluster").first()).toBeVisible();
});
