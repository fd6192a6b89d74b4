import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

test("a place on the way that was removed comes back", async ({ page }) => {
  const app = new App(page);
  await app.open(`${WINTER_TRIP}&via=39.0,112.3;stay=60`);
  const via = page.getByTestId("via");
  await via.getByRole("button").click();
  await expect(via).toBeHidden();
  await page.getByTestId("undo").click();
  await expect(via).toBeVisible();
  expect(page.url()).toContain("stay=60");
  await expect(page.getByTestId("undo")).toBeHidden();
});

test("a destination that was cleared comes back with its plan", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await page.locator(".field", { has: page.getByTestId("to-input") }).getByRole("button", { name: "清除" }).click();
  await expect(page.getByTestId("to-input")).toHaveValue("");
  await page.getByTestId("undo").click();
  await expect(page.getByTestId("to-input")).not.toHaveValue("");
  await expect(app.itinerary).toBeVisible();
});

test("a filter that was reset, and one that was deleted, come back", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=find");
  await page.getByTestId("more-filters").click();
  await page.getByTestId("filter-power").selectOption({ label: "120 kW" });
  await page.getByTestId("filter-name").fill("快充");
  await page.getByTestId("filter-keep").click();
  await page.getByTestId("filter-reset").click();
  await expect(page.getByTestId("filter-power")).toHaveValue("0");
  await page.getByTestId("undo").click();
  await expect(page.getByTestId("filter-power")).toHaveValue("120");
  await page.getByRole("button", { name: "删除：快充" }).click();
  await expect(page.getByTestId("saved-filter")).toHaveCount(0);
  await page.getByTestId("undo").click();
  await expect(page.getByTestId("saved-filter")).toHaveText("快充");
});

test("what if: another charge answers at once and is taken over on a tap", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await page.getByTestId("what-if").locator("summary").click();
  await app.slide("what-if-charge", 95);
  const answer = page.getByTestId("what-if-answer");
  await expect(answer).toContainText(/分.*(停 \d 次|不用充电).*快/);
  expect(page.url()).toContain("soc=45");
  await app.slide("what-if-temperature", 20);
  await expect(answer).toContainText(/快/);
  await app.slide("what-if-charge", 2);
  await expect(answer).toContainText("这样到不了");
  await app.slide("what-if-charge", 90);
  await expect(answer).toContainText(/快/);
  const told = (await answer.innerText()).split(" · ")[0];
  await page.getByTestId("what-if-take").click();
  await expect(page).toHaveURL(/soc=90/);
  await expect(page).toHaveURL(/temp=20/);
  await expect(page.getByTestId("itinerary-total")).toContainText(told.replace(/\s+/g, " "));
});
