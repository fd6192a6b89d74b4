// The whole page, as its tests use it.

import { expect } from "@playwright/test";

/** 忻州古城 to 老牛湾 in January with 45 % in the battery; now, as live states are about now. */
export const WINTER_TRIP_NOW =
  "#from=38.407,112.734&to=39.635,111.435&car=byd-dolphin-2025&soc=45&temp=-15&reserve=10&lang=zh";

/** The same on a morning when all stations are open. */
export const WINTER_TRIP = `${WINTER_TRIP_NOW}&depart=2026-01-15T09:00`;

export class App {
  constructor(page) {
    this.page = page;
    this.map = page.getByTestId("map");
    this.banner = page.getByTestId("demo-banner");
    this.itinerary = page.getByTestId("itinerary");
    this.stops = page.getByTestId("stop");
    this.legs = page.getByTestId("leg");
    this.card = page.getByTestId("station-card");
  }

  /** Opens the page and waits until the map shows roads and stations. */
  async open(fragment = "") {
    await this.page.goto(`./${fragment}`);
    await this.page.waitForFunction(
      () => performance.getEntriesByName("yilu:map-ready").length > 0,
    );
  }

  /** A station's mark; zooms in until one stands alone. */
  async mark() {
    const marks = this.page.getByTestId("station-mark");
    for (let time = 0; time < 8 && (await marks.count()) === 0; time += 1) {
      await this.page.locator(".leaflet-control-zoom-in").click();
      await this.page.waitForTimeout(400);
    }
    return marks.first();
  }

  /** Goes to a screen: find, trip, roads, data. */
  async go(screen) {
    await this.page.getByTestId(`tab-${screen}`).click();
  }

  /** Types into a place field and takes the first suggestion. */
  async pick(field, text) {
    if (field !== "search-input") await this.go("trip");
    const input = this.page.getByTestId(field);
    await input.click();
    await input.fill(text);
    await this.page.getByRole("option").first().click();
  }

  /** Unfolds car and conditions, which are folded on a phone and beside a plan. */
  async unfold() {
    const details = this.page.locator("details.conditions");
    if (!(await details.evaluate((element) => element.open))) await details.locator("> summary").click();
  }

  /** Sets a slider to a number. */
  async slide(field, number) {
    await this.page.getByTestId(field).fill(String(number));
  }

  async plan() {
    await this.page.getByTestId("plan-button").click();
  }

  /** The figures of the plan, as shown. */
  async figures() {
    await expect(this.itinerary).toBeVisible();
    const head = await this.page.getByTestId("itinerary-total").innerText();
    return `${head} ${await this.itinerary.innerText()}`.replace(/\s+/g, " ");
  }
}
