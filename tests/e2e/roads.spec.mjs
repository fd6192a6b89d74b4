// Tourism roads and expressways as strips.

import AxeBuilder from "@axe-core/playwright";
import { expect, loose, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { LiveFiles, all } from "./pages/live-files.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function opened(page, fragment = "#view=roads") {
  const app = new App(page);
  await app.open(fragment);
  return app;
}

/** The kilometres of the places, as numbers, in the order of the strip. */
async function kilometres(page) {
  const texts = await page.getByTestId("strip").getByTestId("strip-km").allInnerTexts();
  return texts.map((text) => Number(text.replace(/[^\d.]/g, "")));
}

const rising = (numbers) => numbers.every((number, index) => index === 0 || number >= numbers[index - 1]);

async function check(page) {
  const axe = new AxeBuilder({ page }).withTags(rules).include(".panel");
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("a road is a list of places whose kilometres rise, in the link too", async ({ page }) => {
  const app = await opened(page, "");
  await app.go("roads");
  await expect(page.getByTestId("road")).toHaveCount(9);
  await page.locator('[data-road="g55"]').click();
  await expect(page.getByTestId("strip-place")).toHaveCount(12);
  const known = await kilometres(page);
  expect(known[0]).toBe(0);
  expect(known.at(-1)).toBe(189.6);
  expect(rising(known)).toBe(true);
  await expect(page.locator(".corridor-line")).toHaveCount(1);
  expect(page.url()).toContain("road=g55");
  await page.reload();
  await expect(page.getByTestId("strip-place")).toHaveCount(12);
  await page.getByTestId("road-back").click();
  await expect(page.getByTestId("road")).toHaveCount(9);
  await expect(page.locator(".corridor-line")).toHaveCount(0);
});

test("the other way round the same road begins at its end", async ({ page }) => {
  await opened(page, "#view=roads&road=g55");
  await expect(page.getByTestId("strip-place")).toHaveCount(12);
  const there = await page.getByTestId("strip-place").locator(".link").allInnerTexts();
  await page.getByTestId("road-turn").click();
  await expect(page.getByTestId("road-ends")).toHaveText(/太原北互通 → 山阴互通/);
  const back = await page.getByTestId("strip-place").locator(".link").allInnerTexts();
  expect(back).toEqual(there.toReversed());
  const known = await kilometres(page);
  expect(rising(known) && known[0] === 0 && known.at(-1) === 189.6).toBe(true);
  expect(page.url()).toContain("road=g55,back");
  await page.reload();
  await expect(page.getByTestId("road-ends")).toHaveText(/太原北互通 → 山阴互通/);
});

test("what the guide does not say is marked, and long gaps stand out", async ({ page }) => {
  await opened(page, "#view=roads&road=changcheng1-west");
  const km = page.getByTestId("strip-km");
  await expect(km.first()).toHaveText("0 km");
  await expect(km.nth(1)).toHaveText("≈ 16 km");
  await expect(km.nth(4)).toHaveText("80.4 km");
  await expect(page.locator(".gap-text.is-long").first()).toHaveText(/超过 50\skm，全程最长/);
  await expect(page.getByTestId("road-longest")).toContainText("km");
});

test("a station of the strip opens its card, and closing it goes back to where one was", async ({ page }) => {
  const app = await opened(page, "#view=roads&road=g1812");
  const station = page.getByTestId("strip-station").nth(6);
  const name = await station.locator(".strip-name").innerText();
  await station.scrollIntoViewIfNeeded();
  await station.click();
  await expect(app.card).toContainText(name);
  await app.card.getByRole("button", { name: "关闭" }).click();
  await expect(station).toBeInViewport();
  await expect(station).toBeFocused();
});

test("a place of the strip is shown on the map", async ({ page }) => {
  const app = await opened(page, "#view=roads&road=huanghe1");
  await page.getByRole("button", { name: "万家寨枢纽", exact: true }).click();
  await expect(app.card).toContainText("万家寨枢纽");
  await expect(page.locator(".pin-point")).toBeInViewport();
});

test("the whole road is planned with one tap", async ({ page }) => {
  const app = await opened(page, "#view=roads&road=huanghe1&car=byd-dolphin-2025&soc=70&temp=-10");
  await page.getByTestId("plan-road").click();
  await expect(app.itinerary).toBeVisible();
  await expect(page.getByTestId("from-input")).toHaveValue("老牛湾");
  await expect(page.getByTestId("to-input")).toHaveValue("保德县");
  await expect(page.getByTestId("via").locator("li")).toHaveCount(7);
  await expect(page.locator(".route-line").first()).toBeAttached();
});

test("the charge lasts less far in the cold, and a car that fits nothing has no charger", async ({ page }) => {
  await opened(page, "#view=roads&road=g1812&car=byd-dolphin-2025&soc=60&temp=20");
  const reach = async () => Number((await page.getByTestId("road-reach").innerText()).replace(/[^\d.]/g, ""));
  const mild = await reach();
  await opened(page, "#view=roads&road=g1812&car=byd-dolphin-2025&soc=60&temp=-25");
  await expect.poll(reach).toBeLessThan(mild);
  await expect(page.getByTestId("strip-reach")).toHaveCount(1);
});

test("what operators say now is in the strip", async ({ page }) => {
  const live = new LiveFiles(page);
  live.states = { "demo-140928-001": all("f") };
  await live.announce();
  await opened(page, "#view=roads&road=g59");
  await page.getByTestId("strip").getByRole("button", { name: /还有/ }).first().click();
  await expect(page.getByTestId("strip")).toContainText(/显示空闲 (\d+)\/\1 · 刚刚/);
});

test("by keyboard alone: open a road, a station, close it", async ({ page }) => {
  const app = await opened(page);
  await page.locator('[data-road="s40"]').focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("strip")).toBeVisible();
  await page.getByTestId("plan-road").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(app.card).toBeVisible();
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["zh", "en"]) {
    test(`the roads are accessible: ${lang}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await opened(page, `#view=roads&soc=60&temp=-10&lang=${lang}`);
      await expect(page.getByTestId("road").first()).toBeVisible();
      await check(page);
      await page.locator('[data-road="taihang1"]').click();
      await expect(page.getByTestId("strip-reach")).toHaveCount(1);
      await check(page);
    });
  }
}

loose("a missing guide is told, and another try heals", async ({ page }) => {
  let isMissing = true;
  await page.route("**/data/guide.yilu*", (route) => (isMissing ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  await opened(page);
  const failed = page.getByTestId("guide-failed");
  await expect(failed).toContainText("沿线数据载入失败");
  await expect(failed).toContainText("404");
  await page.getByTestId("language-button").click();
  await expect(failed).toContainText("could not be loaded");
  isMissing = false;
  await page.getByTestId("guide-retry").click();
  await expect(page.getByTestId("road")).toHaveCount(9);
});

loose("a damaged guide is told, and the rest of the page works", async ({ page }) => {
  await page.route("**/data/guide.yilu*", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    return route.fulfill({ response, body: body.subarray(0, 3000), headers: {} });
  });
  const app = await opened(page);
  await expect(page.getByTestId("guide-failed")).toBeVisible();
  await app.go("trip");
  await expect(page.getByTestId("plan-button")).toBeVisible();
});

test("where one is on the road, after a tap", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.71, longitude: 112.70 });
  await opened(page, "#view=roads&road=g55");
  await expect(page.getByTestId("strip-here")).toHaveCount(0);
  await page.getByTestId("road-here").click();
  await expect(page.getByTestId("strip-here")).toContainText("我在这里");
  await expect(page.getByTestId("strip-here")).toContainText("km");
  expect(page.url()).not.toContain("38.71");
});

test("who is far from the road is told so", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 39.4, longitude: 111.2 });
  await opened(page, "#view=roads&road=g55");
  await page.getByTestId("road-here").click();
  await expect(page.getByTestId("road-off")).toBeVisible();
  await expect(page.getByTestId("strip-here")).toHaveCount(0);
});
