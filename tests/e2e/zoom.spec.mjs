// At 200 % a screen of 1280 × 800 has room for 640 × 400, and WCAG 1.4.10 asks for 320 wide: nothing may be
// cut off or want scrolling to both sides.

import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

for (const viewport of [{ width: 640, height: 400 }, { width: 320, height: 640 }]) {
  test.describe(`${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport, isMobile: false, hasTouch: false });

    test("every screen fits, and one gets from each to the next", async ({ page }, info) => {
      const app = new App(page);
      await app.open(`${WINTER_TRIP}&view=trip`);
      await expect(app.itinerary).toBeAttached();
      for (const screen of ["trip", "find", "roads", "data"]) {
        await app.go(screen);
        await page.waitForTimeout(600);
        const over = await page.evaluate(() => {
          const wide = (element) => element.scrollWidth - element.clientWidth;
          const inside = [...document.querySelectorAll(".panel, .panel-room, .header, .finder")];
          return [document.documentElement, ...inside].map(wide);
        });
        expect(Math.max(...over), `${screen}: ${over}`).toBeLessThanOrEqual(0);
        await page.screenshot({ path: info.outputPath(`${screen}.png`) });
      }
      await app.go("trip");
      await page.getByTestId("share-button").scrollIntoViewIfNeeded();
      await expect(page.getByTestId("share-button")).toBeInViewport();
    });
  });
}
