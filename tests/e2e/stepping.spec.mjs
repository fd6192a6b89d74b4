// A step back closes what lies on top, as a phone's button for it does everywhere.

import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test("a step back closes the hand-over, then the card, and keeps the address", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find&lang=zh");
  await page.getByTestId("entry").first().click();
  await expect(app.card).toBeVisible();
  await expect(page).toHaveURL(/station=/);
  await page.getByTestId("navigate-button").click();
  await expect(page.getByTestId("handover")).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId("handover")).toBeHidden();
  await expect(app.card).toBeVisible();
  await page.goBack();
  await expect(app.card).toBeHidden();
  await expect(page).not.toHaveURL(/station=/);
  await expect(page.getByTestId("entries")).toBeVisible();
});

test("what was closed by hand takes no step back any more", async ({ page }) => {
  const app = new App(page);
  await page.goto("about:blank");
  await app.open("#view=find&lang=zh");
  for (let time = 0; time < 3; time += 1) {
    await page.getByTestId("entry").first().click();
    await expect(app.card).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(app.card).toBeHidden();
  }
  await expect.poll(() => page.evaluate(() => history.state)).toBe("yilu");
  await page.goBack();
  await expect.poll(() => page.url()).toBe("about:blank");
});

test("a road and a drive are left by a step back, and the trip stays", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await page.getByTestId("drive-button").click();
  await expect(page.locator(".drive")).toBeVisible();
  await page.goBack();
  await expect(page.locator(".drive")).toBeHidden();
  await expect(app.itinerary).toBeVisible();
  await app.go("roads");
  await page.getByTestId("road").first().click();
  await expect(page.getByTestId("strip")).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId("strip")).toBeHidden();
  await expect(page.getByTestId("road").first()).toBeVisible();
  await expect(page).toHaveURL(/soc=45/);
});

test("a link that is opened here is no step back", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find&lang=zh");
  await page.getByTestId("entry").first().click();
  await expect(app.card).toBeVisible();
  await page.evaluate(() => { location.hash = "station=demo-140927-007&lang=zh"; });
  await expect(app.card).toBeVisible();
  await expect(page).toHaveURL(/station=demo-140927-007/);
  await page.evaluate(() => { location.hash = "view=roads&lang=en"; });
  await expect(page.getByTestId("road").first()).toBeVisible();
});
