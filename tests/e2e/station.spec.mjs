import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { changeStations } from "./pages/station-file.mjs";

test("a station is found by its name and shows its card, marked as demo", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.pick("search-input", "偏关县公共充电站1");
  await expect(app.card).toContainText("演示");
  await expect(app.card).toContainText("kW");
  await expect(app.card).toContainText("无实时状态");
  expect(page.url()).toContain("station=demo-140932-001");
  await page.getByTestId("to-here").click();
  await expect(page.getByTestId("to-input")).not.toHaveValue("");
});

test("a tap on a station opens its card, a tap beside it a point", async ({ page }) => {
  const app = new App(page);
  // A station without others near it, which stands alone when it is not selected any more.
  await app.open("#station=demo-140927-007");
  await expect(app.card).toBeVisible();
  const selected = page.locator("[data-testid=station-mark].is-selected");
  await expect(selected).toBeVisible();
  const mark = page.locator(`[data-station="${await selected.getAttribute("data-station")}"]`);
  await app.card.getByRole("button", { name: "关闭" }).click();
  await expect(app.card).toBeHidden();
  await mark.click();
  await expect(app.card).toContainText("演示");
  await app.card.getByRole("button", { name: "关闭" }).click();
  const box = await mark.boundingBox();
  await page.mouse.click(box.x + box.width / 2 + 70, box.y + box.height / 2);
  await expect(app.card).toBeVisible();
  await expect(app.card).not.toContainText("演示");
});

test("by keyboard alone: search, arrows, enter", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.go("trip");
  await page.getByTestId("from-input").focus();
  await page.keyboard.type("五台");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("from-input")).toHaveValue(/五台/);
  await page.keyboard.press("Escape");
});

test("my position is asked for on a tap only, and stays out of the link", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.71, longitude: 112.73 });
  const app = new App(page);
  await app.open("#to=39.635,111.435");
  await page.getByTestId("from-input").click();
  await page.getByRole("option", { name: /我的位置/ }).click();
  await expect(page.getByTestId("from-input")).toHaveValue("我的位置");
  await app.plan();
  await expect(app.itinerary).toBeVisible();
  expect(page.url()).toContain("from=me");
  expect(page.url()).not.toContain("38.71");
});

test("a link that starts at me asks where that is when one plans", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.71, longitude: 112.73 });
  const app = new App(page);
  await app.open("#from=me&to=39.635,111.435");
  await expect(page.getByTestId("from-input")).toHaveValue("我的位置");
  await expect(app.itinerary).toBeHidden();
  await app.plan();
  await expect(app.itinerary).toBeVisible();
});

test("a search that finds nothing says so", async ({ page }) => {
  const app = new App(page);
  await app.open();
  await page.getByTestId("search-input").fill("qqqqqq");
  await expect(page.getByText("没有找到")).toBeVisible();
  await page.getByTestId("search-input").fill("五台");
  await expect(page.getByText("没有找到")).toBeHidden();
});

test("the demo's prices, operators and what is on site are on the card, and say that they are invented", async ({ page }) => {
  const app = new App(page);
  await app.open("#station=demo-140902-001&lang=zh");
  await expect(app.card).toContainText(/运营商\s*演示/);
  await expect(page.getByTestId("price-facts")).toContainText("元/度");
  await expect(app.card).toContainText("演示：扫码启动");
  await expect(app.card.locator("a[href^='tel:']")).toHaveCount(0);
});

test("pictures come on a tap, from here only; what is said of trucks is told", async ({ page }) => {
  const photos = ["icons/icon.svg", "https://ev.example/a.jpg", "http://ev.example/b.jpg", "javascript:alert(1)"];
  await changeStations(page, (json) => {
    const body = JSON.parse(json);
    Object.assign(body.stations[0], { details: { photos, height_max_cm: 120, vehicles: "货车 / trucks" } });
    return JSON.stringify(body);
  });
  const app = new App(page);
  await app.open("#station=demo-140902-001&lang=zh");
  const button = page.getByTestId("photos");
  await expect(button).toHaveText("照片 2");
  await expect(app.card.locator("img")).toHaveCount(0);
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  const picture = app.card.locator("img.photo");
  await expect(picture).toHaveAttribute("alt", /1\/2$/);
  await expect.poll(() => picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
  const away = page.getByTestId("photo-list").getByRole("link");
  await expect(away).toHaveAttribute("href", photos[1]);
  await expect(away).toHaveAttribute("rel", /noreferrer/);
  await expect(page.getByTestId("fit")).toContainText("货车可用");
});

test("what a feed says of a station is on its card, and what it leaves open is not", async ({ page }) => {
  const details = (phone) => ({ address: "古城东门", phone, fees: { energy: "1.20元/度" }, parking: { kind: "paid", text: "前2小时免费" } });
  const phones = ["0350-95598", "javascript:alert(1)"];
  await changeStations(page, (json) => {
    const body = JSON.parse(json);
    phones.forEach((phone, index) => {
      Object.assign(body.stations[index], { details: details(phone), operator: { zh: "", en: "" } });
    });
    return JSON.stringify(body);
  });
  const app = new App(page);
  await app.open("#station=demo-140902-001");
  for (const text of ["古城东门", "1.20元/度", "前2小时免费"]) await expect(app.card).toContainText(text);
  await expect(app.card).not.toContainText("运营商");
  await expect(app.card.getByRole("link", { name: phones[0] })).toHaveAttribute("href", "tel:035095598");
  await app.open("#station=demo-140902-002");
  await expect(app.card).toContainText("古城东门");
  await expect(app.card.getByRole("link", { name: phones[1] })).toHaveCount(0);
});
