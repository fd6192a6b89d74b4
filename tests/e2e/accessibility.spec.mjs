import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

async function check(page) {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(found).toEqual([]);
}

test("the first screen is accessible", async ({ page }) => {
  await new App(page).open();
  await check(page);
});

test("a plan is accessible, in the dark too", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await check(page);
});
