// The pictures of the documents: `cargo xtask bless` runs this with YILU_BLESS=1. At other times
// the same screens are opened, and the pictures are thrown away with the test's output.

import { join } from "node:path";
import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test.use({ reducedMotion: "reduce" });

function path(info, name) {
  const file = `${name}-${info.project.name}.png`;
  return process.env.YILU_BLESS ? join(import.meta.dirname, "../../docs/screenshots", file) : info.outputPath(file);
}

/** A picture of what the page shows once it has come to rest. */
async function picture(page, info, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(500);
  await page.screenshot({ path: path(info, name) });
}

test("the first screen", async ({ page }, info) => {
  await new App(page).open();
  await picture(page, info, "first");
});

test("a winter trip", async ({ page }, info) => {
  const app = new App(page);
  await app.open(WINTER_TRIP.replace("2026-01-15", "2099-01-15"));
  await expect(app.itinerary).toBeVisible();
  await picture(page, info, "trip");
});

test("a station in English", async ({ page }, info) => {
  const app = new App(page);
  await app.open("#station=demo-140902-001&lang=en");
  await expect(app.card).toBeVisible();
  await picture(page, info, "station");
});
