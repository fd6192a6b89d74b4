// What the page says is so: units, reasons, times, and no more than is known.

import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { changeStations } from "./pages/station-file.mjs";

const STATION = "demo-140927-007";

test("an entrance is told, and one is led to it", async ({ page }) => {
  await changeStations(page, (json) => {
    const body = JSON.parse(json);
    const station = body.stations.find(({ id }) => id === STATION);
    station.details.entrances = [{ position: { lat: 38.6, lon: 112.1 }, label: "东门 / East gate" }];
    return JSON.stringify(body);
  });
  const app = new App(page);
  await app.open(`#station=${STATION}&lang=zh`);
  await expect(app.card).toContainText("入口 东门");
  await page.getByTestId("entrance").click();
  await expect(page.getByTestId("handover-go")).toHaveAttribute("data-web", /112\.1\d*,38\.6/);
  await page.getByTestId("handover-close").click();
  await page.getByTestId("language-button").click();
  await expect(app.card).toContainText("Entrance East gate");
});

test("money has its unit, a session its charges, a record its source and day", async ({ page }) => {
  const app = new App(page);
  await app.open(`#station=${STATION}&soc=30&lang=zh`);
  const facts = page.getByTestId("price-facts");
  await expect(facts).toContainText(/从 30 % 充到 80 %（\d+ 度） ≈ [\d.]+ 元/);
  await expect(app.card).toContainText(/资料来源.*20\d\d-\d\d-\d\d/);
  await page.getByTestId("language-button").click();
  await expect(facts).toContainText(/30 % to 80 % \(\d+ kWh\) ≈ [\d.]+ CNY/);
  await expect(facts).not.toContainText("（");
  // At the end of most sessions already, it is about a full battery.
  await page.evaluate(() => { location.hash = "station=demo-140927-007&soc=80&lang=zh"; });
  await expect(facts).toContainText("从 80 % 充到 100 %");
});

test("each plan has its cost, and a stop says how one gets on when it fails", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await expect(async () => {
    const cards = await page.getByTestId("other-plan").allInnerTexts();
    expect(cards.length).toBeGreaterThan(1);
    for (const card of cards) expect(card).toMatch(/[\d.]+ 元/);
  }).toPass();
  await expect(app.stops.first()).toContainText(/备用站：.+ · [\d.]+ k?m · 到达 \d+ %/);
});

test("reasons fit, and only what helps is advised", async ({ page }) => {
  const app = new App(page);
  const reason = page.getByTestId("no-plan-reason");
  const advice = page.getByText("可以提高出发电量");
  await app.open("#from=31.23,121.47&to=39.635,111.435&lang=zh");
  await expect(reason).toContainText(/起点离最近的道路还有 \d+ km.*请另选/);
  await expect(advice).toHaveCount(0);
  await page.evaluate(() => { location.hash = "from=38.407,112.734&to=39.635,111.435&soc=5&reserve=50&lang=zh"; });
  await expect(reason).toContainText("出发电量 5 % 低于途中须保留的 50 %");
  await page.evaluate(() => { location.hash = "from=38.407,112.734&to=39.635,111.435&soc=12&reserve=10&temp=-25&without=expressways&lang=zh&car=own&own=10,20,50,1500"; });
  await expect(advice).toBeVisible();
});

test("what a link has wrong is said", async ({ page }) => {
  const app = new App(page);
  await app.open("#from=38.407,112.734&to=39.635,111.435&car=own&own=0,0,0,0&lang=zh");
  await expect(page.locator(".notice")).toContainText("车辆参数不可用");
  await app.open("#view=find");
  await page.evaluate(() => { location.hash = "view=roads&road=nope&lang=zh"; });
  await expect(page.getByTestId("road-unknown")).toContainText("nope");
});

test("stations along a road are listed with detours and filters", async ({ page }) => {
  const app = new App(page);
  await app.open("#view=roads&road=g55&lang=zh");
  await page.getByTestId("find-along-road").click();
  await expect(page.getByTestId("around-trip")).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("entry-way").first()).toContainText(/顺路|绕行/);
});

test("an undo takes nothing back that was chosen later", async ({ page }) => {
  const app = new App(page);
  await app.open("#from=38.407,112.734&to=39.635,111.435&view=trip&lang=zh");
  await page.locator(".ends").getByRole("button", { name: "清除" }).first().click();
  await expect(page.getByTestId("undo")).toBeVisible();
  await app.pick("from-input", "五台");
  await expect(page.getByTestId("undo")).toBeHidden();
});
