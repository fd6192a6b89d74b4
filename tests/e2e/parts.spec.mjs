// Parts of the app that come when they are first needed, and what happens when they do not come:
// then the page is expected to complain, so the strict fixture is not used.

import { expect, loose as test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

/** Addresses of the parts that a page asked for. */
function asked(page) {
  const names = [];
  page.on("request", (request) => {
    const name = request.url().match(/yilu-app-([a-z]+)-[0-9a-f]+\.wasm$/)?.[1];
    if (name) names.push(name);
  });
  return names;
}

test("the card is not loaded before a station is chosen, and then once", async ({ page }) => {
  const names = asked(page);
  const app = new App(page);
  await app.open();
  expect(names).not.toContain("card");
  const mark = await app.mark();
  await mark.click();
  await expect(app.card).toBeVisible();
  await app.card.getByRole("button", { name: /关闭|Close/ }).click();
  await mark.click();
  await expect(app.card).toBeVisible();
  expect(names.filter((name) => name === "card")).toHaveLength(1);
});

for (const [name, answer] of [
  ["offline", (route) => route.abort("internetdisconnected")],
  ["not there", (route) => route.fulfill({ status: 404, body: "" })],
  ["damaged", (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: "gone" })],
]) {
  test(`a part that is ${name} costs only itself, and another try heals`, async ({ page }) => {
    let isBroken = true;
    await page.route("**/yilu-app-card-*.wasm", (route) => (isBroken ? answer(route) : route.continue()));
    const app = new App(page);
    await app.open("#lang=zh");
    await (await app.mark()).click();
    const missing = page.getByTestId("part-missing");
    await expect(missing).toContainText("没有载入");
    await expect(page.getByTestId("crash")).toBeHidden();
    await missing.getByRole("button").click();
    await expect(missing).toBeVisible();
    // Everything else goes on, in the other language too.
    await page.goto(`./${WINTER_TRIP.replace("lang=zh", "lang=en")}`);
    await expect(app.itinerary).toBeVisible();
    await (await app.mark()).click();
    await expect(missing).toContainText("could not be loaded");
    isBroken = false;
    await missing.getByRole("button").click();
    await expect(app.card).toBeVisible();
    await expect(missing).toBeHidden();
  });
}

test("what is left before its part came changes nothing", async ({ page }) => {
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  let go;
  const gone = new Promise((resolve) => { go = resolve; });
  await page.route("**/yilu-app-card-*.wasm", async (route) => {
    await gone;
    await route.continue();
  });
  const app = new App(page);
  await app.open();
  await (await app.mark()).click();
  await expect(page.getByTestId("later").first()).toBeVisible();
  await page.evaluate(() => { location.hash = "lang=en"; });
  await expect(page.getByTestId("later")).toBeHidden();
  go();
  await (await app.mark()).click();
  await expect(app.card).toBeVisible();
  expect(errors).toEqual([]);
});

test("parts wait for their style sheet, which may come at another try", async ({ page }) => {
  let isBroken = true;
  await page.route("**/later-*.css", (route) => (isBroken ? route.abort("internetdisconnected") : route.continue()));
  const app = new App(page);
  await app.open("#lang=zh");
  const missing = page.getByTestId("part-missing").first();
  await expect(missing).toContainText("没有载入");
  await expect(page.getByTestId("crash")).toBeHidden();
  isBroken = false;
  await missing.getByRole("button").click();
  await expect(page.getByTestId("entries")).toBeVisible();
  const display = await page.locator(".entry-main").first().evaluate((entry) => getComputedStyle(entry).display);
  expect(display).not.toBe("inline-block");
});
