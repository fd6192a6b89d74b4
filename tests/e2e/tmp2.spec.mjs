import { test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { VECTORS, offer, share } from "./pages/archive.mjs";
test("x", async ({ page }) => {
  await offer(page, VECTORS);
  await new App(page).open();
  await page.waitForTimeout(1500);
  console.log(await page.evaluate(() => ["[data-testid=map-notes]", ".leaflet-control-attribution", ".panel"].map((s) => [s, JSON.stringify(document.querySelector(s).getBoundingClientRect())]).join("\n")));
});
