import AxeBuilder from "@axe-core/playwright";
import { expect, loose, test } from "./fixture.mjs";
import { App, WINTER_TRIP } from "./pages/app.mjs";
import { Handover } from "./pages/handover.mjs";

const STATION = "#station=demo-140932-001&lang=zh";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1";

/** Where the stops of the winter trip are, from the command line's own plan. */
const plan = () => JSON.parse(process.env.YILU_WINTER_TRIP);

async function planned(page, fragment = WINTER_TRIP) {
  const app = new App(page);
  await app.open(fragment);
  await expect(app.itinerary).toBeVisible();
  return { app, handover: new Handover(page) };
}

test("the next leg leads to the first stop, in each app's own form", async ({ page }) => {
  const { app, handover } = await planned(page);
  const stop = await app.stops.first().locator(".link").first().innerText();
  await handover.open();
  await expect(handover.name).toHaveText(stop);
  const legs = plan().legs.length;
  await expect(page.getByTestId("handover-next")).toContainText(`下一段 1/${legs}`);
  await expect(page.getByTestId("handover-next")).toContainText(/km · .*分/);
  const expected = {
    amap: /^https:\/\/uri\.amap\.com\/navigation\?to=11\d\.\d{6},3[89]\.\d{6},[^&]+&mode=car&/,
    baidu: /^https:\/\/api\.map\.baidu\.com\/direction\?destination=latlng%3A3[89]\.\d{6}%2C11\d\.\d{6}%7Cname%3A/,
    tencent: /^https:\/\/apis\.map\.qq\.com\/uri\/v1\/routeplan\?type=drive&to=[^&]+&tocoord=3[89]\.\d{6},11\d\.\d{6}&/,
    apple: /^https:\/\/maps\.apple\.com\/\?daddr=3[89]\.\d{6},11\d\.\d{6}&dirflg=d$/,
    google: /^https:\/\/www\.google\.com\/maps\/dir\/\?api=1&destination=3[89]\.\d{6}%2C11\d\.\d{6}&/,
    petal: /^https:\/\/www\.petalmaps\.com\/routes\/\?daddr=3[89]\.\d{6},11\d\.\d{6}&type=drive/,
  };
  for (const [code, form] of Object.entries(expected)) {
    await handover.choose(code);
    expect(await handover.href()).toMatch(form);
    await expect(handover.go).toHaveAttribute("target", "_blank");
    await expect(handover.go).toHaveAttribute("rel", "noopener noreferrer");
  }
  await expect(page.getByTestId("handover-app-geo")).toHaveCount(0);
  // The station's own position, as data has it: WGS 84 goes to Google as it is.
  await handover.choose("google");
  const station = await page.evaluate(async (id) => {
    const text = await (await fetch("data/stations.yilu")).text();
    const found = new RegExp(`"id":"${id}".*?"lat":([\\d.]+),"lon":([\\d.]+)`).exec(text);
    return found.slice(1).map((degrees) => Number(degrees).toFixed(6));
  }, plan().stops[0].station_id);
  expect(await handover.href()).toContain(`destination=${station.join("%2C")}&`);
});

test("leg by leg there is a link for every leg, and the choice of the app stays", async ({ page }) => {
  const { app, handover } = await planned(page);
  await handover.open();
  await handover.choose("tencent");
  const count = plan().legs.length;
  await expect(handover.legs).toHaveCount(count);
  const hrefs = await handover.legs.getByRole("link").evaluateAll((all) => all.map((link) => link.href));
  expect(new Set(hrefs).size).toBe(count);
  expect(hrefs[0]).toBe(await handover.href());
  await page.getByTestId("handover-following").click();
  await expect(page.getByTestId("handover-next")).toContainText(`2/${count}`);
  expect(await handover.href()).toBe(hrefs[1]);
  if (count > 1) await expect(handover.limit).toContainText("不能带途经点");
  await page.getByTestId("handover-close").click();
  await expect(handover.dialog).toHaveCount(0);
  await expect(page.getByTestId("handover-button")).toBeFocused();
  await app.stops.first().locator(".link").first().click();
  await page.getByTestId("navigate-button").click();
  await expect(page.getByTestId("handover-app-tencent")).toBeChecked();
  expect(await handover.href()).toBe(hrefs[0]);
});

test("the whole route goes where one link carries it, and is never cut in silence", async ({ page }) => {
  const { handover } = await planned(page, `${WINTER_TRIP}&via=38.36,111.94&via=38.9,111.7`);
  await handover.open();
  const places = await handover.legs.count();
  expect(places).toBeGreaterThan(3);
  await handover.choose("google");
  await expect(handover.parts).toHaveCount(1);
  const href = await handover.parts.getAttribute("href");
  expect(decodeURIComponent(href).split("|").length).toBe(places - 1);
  await handover.choose("amap");
  await expect(handover.limit).toContainText("高德地图网页版的链接最多带 1 个途经点");
  await expect(handover.parts).toHaveCount(Math.ceil(places / 2));
  await handover.choose("baidu");
  await expect(handover.limit).toContainText("请用上面的逐段导航");
  await expect(handover.parts).toHaveCount(0);
});

test("a station's card hands over that station alone", async ({ page }) => {
  const app = new App(page);
  await app.open(STATION);
  await page.getByTestId("navigate-button").click();
  const handover = new Handover(page);
  await expect(handover.name).toContainText("偏关县公共充电站1");
  await expect(handover.legs).toHaveCount(0);
  await expect(handover.link).toHaveText(/#station=demo-140932-001&lang=zh$/);
  await page.keyboard.press("Escape");
  await expect(handover.dialog).toHaveCount(0);
  await expect(page.getByTestId("navigate-button")).toBeFocused();
});

test("what the browser does not copy is there to be selected", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = async () => { throw new DOMException("no", "NotAllowedError"); };
    navigator.share = undefined;
  });
  const app = new App(page);
  await app.open(STATION);
  await page.getByTestId("share-place").click();
  const link = page.getByTestId("uncopied");
  await expect(link).toHaveText(/#station=demo-140932-001&lang=zh$/);
  await link.click();
  expect(await page.evaluate(() => getSelection().toString())).toBe(await link.textContent());
  await page.getByTestId("navigate-button").click();
  const { dialog } = new Handover(page);
  await dialog.getByTestId("handover-copy").click();
  await expect(dialog.getByTestId("uncopied")).toContainText("偏关县公共充电站1");
});

test("GPX, GeoJSON and calendar are saved, and whole", async ({ page }) => {
  const { handover } = await planned(page);
  await handover.open();
  const gpx = await handover.saved("handover-gpx");
  expect(gpx.name).toBe("yilu-忻州古城-老牛湾.gpx");
  const found = await page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    const count = (name) => xml.getElementsByTagName(name).length;
    const first = xml.getElementsByTagName("trkpt")[0];
    return {
      broken: count("parsererror"),
      places: count("wpt"),
      lines: count("trkseg"),
      points: count("trkpt"),
      first: [first.getAttribute("lat"), first.getAttribute("lon")].map(Number),
      said: xml.getElementsByTagName("desc")[0].textContent,
    };
  }, gpx.text);
  const { legs } = plan();
  expect(found).toMatchObject({ broken: 0, places: legs.length + 1, lines: legs.length });
  expect(found.points).toBe(legs.reduce((sum, leg) => sum + leg.geometry.length, 0));
  expect(found.first[0]).toBeCloseTo(legs[0].geometry[0][1], 5);
  expect(found.said).toContain("演示");
  await expect(handover.status).toHaveText("已交给浏览器保存");
  const geojson = await handover.saved("handover-geojson");
  expect(geojson.name).toMatch(/\.geojson$/);
  const { type, features } = JSON.parse(geojson.text);
  expect([type, features.length]).toEqual(["FeatureCollection", legs.length * 2 + 1]);
  await expect(page.getByTestId("handover-departure")).toHaveValue("2026-01-15T09:00");
  await page.getByTestId("handover-departure").fill("2026-12-01T07:30");
  const calendar = await handover.saved("handover-calendar");
  expect(calendar.name).toMatch(/\.ics$/);
  expect(calendar.text).toContain("\r\nDTSTART:20261201T073000\r\n");
  expect(calendar.text.match(/BEGIN:VEVENT/g).length).toBe(plan().stops.length + 1);
  for (const line of calendar.text.split("\r\n")) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  }
});

test("paper has all places, and the map stays off it", async ({ page }) => {
  const { handover } = await planned(page);
  await handover.open();
  await page.evaluate(() => {
    window.print = () => (window.printed = true);
  });
  await page.getByTestId("handover-print").click();
  expect(await page.evaluate(() => window.printed)).toBe(true);
  await page.emulateMedia({ media: "print" });
  const sheet = page.locator(".handover-print");
  await expect(sheet).toBeVisible();
  await expect(sheet.locator("tbody tr")).toHaveCount(plan().legs.length + 1);
  await expect(page.getByTestId("map")).toBeHidden();
  await expect(handover.go).toBeHidden();
});

test.describe("with the driver's position", () => {
  test.use({ geolocation: { latitude: 38.4123, longitude: 112.7345 }, permissions: ["geolocation"] });

  test("it is in no link, no code and no file", async ({ page }) => {
    const app = new App(page);
    await app.open(WINTER_TRIP.replace("from=38.407,112.734", "from=me"));
    await page.getByTestId("plan-button").click();
    await expect(app.itinerary).toBeVisible();
    const handover = new Handover(page);
    await handover.open();
    const link = await handover.link.innerText();
    expect(link).not.toMatch(/=me|38\.41|112\.73/);
    for (const code of ["amap", "baidu", "tencent", "apple", "google", "petal"]) {
      await handover.choose(code);
      const hrefs = await handover.dialog.getByRole("link").evaluateAll((all) => all.map((one) => one.href));
      for (const href of hrefs) expect(href).not.toMatch(/38\.41\d|112\.73|112\.74/);
    }
    const { text } = await handover.saved("handover-gpx");
    expect(text).not.toMatch(/lat="38\.41[23]/);
    expect(text).toContain("不含您自己的位置");
  });
});

test("by keyboard alone: open, choose, step, close", async ({ page }) => {
  const { handover } = await planned(page);
  const button = page.getByTestId("handover-button");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(handover.dialog).toBeVisible();
  const isInside = () =>
    page.evaluate(() => document.querySelector("dialog.handover").contains(document.activeElement));
  expect(await isInside()).toBe(true);
  await page.getByTestId("handover-app-amap").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("handover-app-baidu")).toBeChecked();
  const seen = new Set();
  for (let index = 0; index < 40; index += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement.dataset.testid ?? "");
    seen.add(focused);
    if (focused === "handover-following") await page.keyboard.press("Enter");
  }
  for (const testid of ["handover-close", "handover-go", "handover-leg-go", "handover-gpx", "handover-copy-link"]) {
    expect([...seen]).toContain(testid);
  }
  await expect(page.getByTestId("handover-next")).toContainText("2/");
  await page.keyboard.press("Escape");
  await expect(handover.dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});

for (const lang of ["zh", "en"]) {
  test(`it is accessible, light and dark, in ${lang}`, async ({ page }) => {
    const { handover } = await planned(page, WINTER_TRIP.replace("lang=zh", `lang=${lang}`));
    await handover.open();
    await handover.choose("apple");
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]);
      const { violations } = await axe.include("dialog.handover").analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
      expect(found, colorScheme).toEqual([]);
      for (const target of await handover.dialog.locator("a:visible, button:visible, label.handover-app").all()) {
        const { height } = await target.boundingBox();
        expect(height, await target.innerText()).toBeGreaterThanOrEqual(44);
      }
    }
  });
}

test.describe("on Android", () => {
  test.use({ userAgent: ANDROID });

  test("links are those of the apps, with a page on the web behind them", async ({ page }) => {
    const { handover } = await planned(page);
    await handover.open();
    expect(await handover.href()).toMatch(/^amapuri:\/\/route\/plan\/\?sourceApplication=yilu&dlat=3/);
    await expect(handover.go).toHaveAttribute("data-web", /^https:\/\/uri\.amap\.com\/navigation\?to=/);
    expect(await handover.go.getAttribute("target")).toBe(null);
    await handover.choose("geo");
    expect(await handover.href()).toMatch(/^geo:3[89]\.\d{6},11\d\.\d{6}\?q=/);
    await handover.choose("petal");
    expect(await handover.href()).toMatch(/^petalmaps:\/\/route\?daddr=/);
    await expect(page.getByTestId("handover-uncertain")).toBeVisible();
  });
});

test.describe("on an iPhone", () => {
  test.use({ userAgent: IPHONE });

  test("AMap has another scheme, and Android's own is not offered", async ({ page }) => {
    const { handover } = await planned(page);
    await handover.open();
    expect(await handover.href()).toMatch(/^iosamap:\/\/path\?sourceApplication=yilu&dlat=3/);
    await expect(page.getByTestId("handover-app-geo")).toHaveCount(0);
  });
});

test.describe("inside WeChat", () => {
  test.use({ userAgent: `${ANDROID} MicroMessenger/8.0.50` });

  test("it says to open the browser, and links to no app", async ({ page }) => {
    const { handover } = await planned(page);
    await handover.open();
    await expect(page.getByTestId("handover-wechat")).toContainText("在浏览器打开");
    await expect(handover.dialog.getByRole("link")).toHaveCount(0);
    await expect(page.locator(".handover-code .code")).toBeVisible();
  });
});

// Foreign pages: not with the fixture that refuses them. Nothing leaves this machine.
loose.describe("without the app", () => {
  loose.use({ userAgent: ANDROID });

  loose("its page on the web comes instead", async ({ page }) => {
    await page.route("https://uri.amap.com/**", (route) => route.fulfill({ body: "amap" }));
    const { handover } = await planned(page);
    await handover.open();
    const web = await handover.go.getAttribute("data-web");
    await handover.go.click();
    await expect(handover.status).toHaveText("正在打开…");
    await page.waitForURL(web);
  });
});
