import { expect, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";

async function wishes(app) {
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await app.unfold();
  await app.page.getByTestId("more-wishes").click();
}

test("a place on the way with a stay is in the plan, in the link, and can be left out", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  await page.getByTestId("add-via").click();
  await app.pick("via-input", "宁武");
  await page.getByTestId("stay-0").selectOption({ label: "1 小时 0 分" });
  const place = page.getByTestId("place");
  await expect(place).toContainText("宁武");
  await expect(place).toContainText("停留 1 小时 0 分");
  expect(page.url()).toMatch(/via=[\d.]+,[\d.]+;stay=60/);
  await page.reload();
  await expect(page.getByTestId("place")).toContainText("停留 1 小时 0 分");
  await page.getByTestId("via").getByRole("button").click();
  await expect(page.getByTestId("place")).toHaveCount(0);
});

test("clock times follow the departure; a round trip ends where it began", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  await expect(page.getByTestId("clock")).toContainText("出发 2026-01-15 09:00");
  await page.getByTestId("depart-input").fill("2026-01-15T10:30");
  await page.getByTestId("depart-input").blur();
  await expect(page.getByTestId("clock")).toContainText("出发 2026-01-15 10:30");
  await expect(page.getByTestId("departure-past")).toBeVisible();
  await page.getByTestId("leave-now").click();
  await expect(page.getByTestId("clock")).toContainText(/^出发 \d\d:\d\d/);
  await page.getByTestId("depart-input").fill("2026-01-15T10:30");
  await page.getByTestId("depart-input").blur();
  await expect(page.getByTestId("clock")).toContainText("10:30");
  const there = await app.figures();
  await page.getByTestId("back-select").selectOption({ label: "到达后立即返回" });
  await expect(page.getByTestId("place")).toContainText("老牛湾");
  const km = (text) => Number(/· (\d+) km/.exec(text)[1]);
  await expect(async () => expect(km(await app.figures())).toBeGreaterThan(1.8 * km(there))).toPass();
});

test("load, roof box and manner change what the trip takes", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  const kwh = async () => Number(/耗电 ([\d.]+) kWh/.exec(await app.figures())[1]);
  const plain = await kwh();
  await page.getByTestId("carries-select").selectOption({ label: "车顶箱" });
  await expect(async () => expect(await kwh()).toBeGreaterThan(plain)).toPass();
  // Slowly one heats for longer, so less is not always less: only that it counts is looked at.
  const boxed = await app.figures();
  await page.getByTestId("style-select").selectOption({ label: "省电（慢一些）" });
  await expect(async () => expect(await app.figures()).not.toBe(boxed)).toPass();
  const calm = await kwh();
  await app.slide("load-input", 400);
  await expect(async () => expect(await kwh()).toBeGreaterThan(calm)).toPass();
  expect(page.url()).toContain("load=400&with=roofbox&style=calm");
});

test("a stop that one does not want is left out, and comes back", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  const first = await app.stops.first().getAttribute("data-station");
  await page.getByTestId("avoid").first().click();
  await expect(async () => {
    expect(await app.stops.first().getAttribute("data-station")).not.toBe(first);
  }).toPass();
  expect(page.url()).toContain(`avoid=${first}`);
  await app.unfold();
  await page.getByTestId("avoided").getByRole("button").click();
  await expect(app.stops.first()).toHaveAttribute("data-station", first);
});

test("other plans stand side by side, and one can be taken", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  await expect(app.itinerary).toBeVisible();
  const others = page.getByTestId("other-plan");
  await expect(others.filter({ hasText: "余量最大" })).toBeVisible();
  await expect(others.first()).toHaveAttribute("aria-pressed", "true");
  const total = page.getByTestId("itinerary-total").locator("strong");
  const fastest = await total.innerText();
  await others.filter({ hasText: "余量最大" }).click();
  await expect(total).not.toHaveText(fastest);
  await others.first().click();
  await expect(total).toHaveText(fastest);
});

test("height and charge can be looked along, and the map shows where", async ({ page }) => {
  const app = new App(page);
  await app.open(WINTER_TRIP);
  const scrub = page.getByTestId("profile-scrub");
  await expect(scrub).toBeVisible();
  await scrub.focus();
  await page.keyboard.press("End");
  const told = page.getByTestId("profile-told");
  await expect(told).toContainText("10 %");
  await expect(page.locator(".pin-look")).toBeVisible();
  await page.keyboard.press("Home");
  await expect(told).toContainText("45 %");
});

test("a meal and the law's breaks are in the plan", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  await page.getByTestId("meal-select").selectOption({ label: "45 分钟" });
  await expect(app.stops.filter({ hasText: "可用餐" })).not.toHaveCount(0);
  const before = await app.stops.count();
  await page.getByTestId("aim-select").selectOption({ label: "停站最少" });
  await expect(async () => expect(await app.stops.count()).toBeLessThan(before)).toPass();
});

test("without expressways the trip goes around, and one tap allows them again where nothing else leads", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  const km = async () => Number(/· (\d+) km/.exec(await app.figures())[1]);
  const usual = await km();
  await page.getByTestId("expressways-input").check();
  await expect(async () => expect(await km()).not.toBe(usual)).toPass();
  expect(page.url()).toContain("without=expressways");
  await page.getByTestId("tolls-input").check();
  await expect(page).toHaveURL(/without=tolls,expressways/);
  // With no more than the reserve nothing is possible: the reason says what was left out.
  await app.open(`${WINTER_TRIP.replace("soc=45", "soc=10")}&without=tolls,expressways`);
  await page.reload();
  await expect(page.getByTestId("no-plan-reason")).toContainText("不走高速和收费公路时");
  await page.getByTestId("allow-roads").click();
  await expect(page.getByTestId("no-plan-reason")).not.toContainText("不走");
  await expect(page.getByTestId("allow-roads")).toHaveCount(0);
  expect(page.url()).not.toContain("without=");
});

test("charging ends at the limit, and stops are as long as one wants", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  await page.getByTestId("charge-max-select").selectOption({ label: "70 %" });
  await expect(page).toHaveURL(/chargemax=70/);
  await expect(async () => {
    const departs = [...(await app.figures()).matchAll(/(\d+) % → (\d+) %/g)];
    const charged = departs.filter(([, before, after]) => Number(after) > Number(before));
    for (const [, , after] of charged) expect(Number(after)).toBeLessThanOrEqual(70);
  }).toPass();
  await page.getByTestId("stop-least-select").selectOption({ label: "30 分钟" });
  await page.getByTestId("stop-most-select").selectOption({ label: "45 分钟" });
  await expect(page).toHaveURL(/stopleast=30&stopmost=45/);
  await page.reload();
  await app.unfold();
  await expect(page.getByTestId("stop-most-select")).toHaveValue("4");
});

test("tourism roads are preferred, and the plan says by what it is the best", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  await expect(page.getByTestId("certainty")).toHaveText("最优：没有更快的方案");
  const usual = await app.figures();
  await page.getByTestId("tourism-select").selectOption({ label: "尽量走" });
  await expect(page.getByTestId("certainty")).toHaveText("最优：按您的偏好没有更好的方案");
  await expect(async () => expect(await app.figures()).not.toBe(usual)).toPass();
  expect(page.url()).toContain("tourism=300");
});

test("stations of an operator are avoided, or preferred, by a tick", async ({ page }) => {
  const app = new App(page);
  await wishes(app);
  const ids = () => app.stops.evaluateAll((stops) => stops.map((stop) => stop.dataset.station).join());
  const usual = await ids();
  const avoided = page.getByTestId("avoid-operators");
  await avoided.locator("summary").click();
  await avoided.getByLabel("演示驿站充电").check();
  await expect(async () => expect(await ids()).not.toBe(usual)).toPass();
  expect(decodeURIComponent(page.url())).toContain("notby=演示驿站充电");
  await page.reload();
  await expect(app.itinerary).toBeVisible();
  await app.unfold();
  // Whom one prefers one does not avoid.
  const preferred = page.getByTestId("prefer-operators");
  await preferred.locator("summary").click();
  await preferred.getByLabel("演示驿站充电").check();
  await expect(page).toHaveURL(/[&#]by=/);
  expect(page.url()).not.toContain("notby");
  await page.getByTestId("elsewhere-select").selectOption({ label: "30 分钟" });
  await expect(page).toHaveURL(/elsewhere=30/);
});
