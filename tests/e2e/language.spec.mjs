import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test("the language changes everything at once and stays in the link", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  const stops = await app.stops.count();
  await page.getByTestId("language-button").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveTitle(/Yilu/);
  await expect(app.banner).toContainText("Demo data");
  await expect(page.getByTestId("plan-button")).toHaveText("Plan trip");
  await expect(app.stops).toHaveCount(stops);
  await expect(app.stops.first()).toContainText("demo");
  expect(page.url()).toContain("lang=en");
  const chinese = /[\u4e00-\u9fff]/;
  const text = await page.locator(".panel").innerText();
  expect(text.replace(/中文/g, "")).not.toMatch(chinese);
  await page.reload();
  await expect(page.getByTestId("plan-button")).toHaveText("Plan trip");
});

for (const language of ["zh", "en"]) {
  test(`nothing is wider than the panel, whatever the car is called, in ${language}`, async ({ page }) => {
    const app = new App(page);
    await app.open(WINTER_TRIP.replace("lang=zh", `lang=${language}`));
    await expect(app.itinerary).toBeVisible();
    const cars = page.getByTestId("car-select");
    const values = await cars.locator("option").evaluateAll((options) => options.map(({ value }) => value));
    for (const value of values) {
      await cars.evaluate((select, wanted) => {
        select.value = wanted;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }, value);
      const room = await page.locator(".panel").evaluate((panel) => panel.clientWidth - panel.scrollWidth);
      expect(room, value).toBe(0);
    }
  });
}
