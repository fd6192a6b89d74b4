// A plan is there early, comes nearer to an optimum, and is proven; and it can be given up.

import { expect, test } from "./fixture.mjs";
import { App } from "./pages/app.mjs";
import { LONG_TRIP, hurryTurns } from "./pages/worker.mjs";

/** Notes every text that the line about the plan's quality ever had, and the times beside it. */
async function noteCertainty(page) {
  await page.addInitScript(() => {
    window.noted = [];
    const look = () => {
      const line = document.querySelector("[data-testid=certainty]")?.textContent;
      if (line && line !== window.noted.at(-1)) window.noted.push(line);
    };
    new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

test("an early plan says that it is being improved, the proven one that it is optimal", async ({ page }) => {
  await hurryTurns(page);
  await noteCertainty(page);
  const app = new App(page);
  await app.open(LONG_TRIP);
  const certainty = page.getByTestId("certainty");
  await expect(certainty).toHaveText("最优：没有更快的方案");
  const noted = await page.evaluate(() => window.noted);
  expect(noted.length).toBeGreaterThan(1);
  const gaps = noted.slice(0, -1).map((line) => {
    expect(line).toMatch(/^仍在优化，用时最多还能缩短 \d+\.\d %$/);
    return Number(line.match(/[\d.]+/)[0]);
  });
  expect(gaps).toEqual([...gaps].sort((a, b) => b - a));
  await page.evaluate(() => {
    location.hash = location.hash.replace("lang=zh", "lang=en");
  });
  await expect(certainty).toHaveText("Optimal: no plan is faster");
});

test("a cancelled plan and one that a newer one replaces say nothing more", async ({ page }) => {
  await hurryTurns(page);
  const app = new App(page);
  const requests = [];
  await page.exposeFunction("noteRequest", (json) => requests.push(json));
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message) {
      if (message[0] === "plan") window.noteRequest(message[2]);
      return post.call(this, message);
    };
  });
  await app.open(LONG_TRIP);
  await expect(app.itinerary).toBeVisible();
  const said = await page.evaluate(async (request) => {
    const worker = new Worker(document.getElementById("planner-worker").href, { type: "module" });
    const said = [];
    let hear = () => {};
    worker.onmessage = ({ data: [tag, id] }) => hear(tag, id);
    const until = (wanted) =>
      new Promise((resolve) => {
        hear = (tag, id) => {
          said.push(`${tag} ${id}`);
          if (wanted(tag, id)) resolve();
        };
      });
    await until((tag) => tag === "ready");
    for (const name of ["roads", "stations"]) {
      const response = await fetch(`data/${name}.yilu`);
      worker.postMessage([name, 0, new Uint8Array(await response.arrayBuffer())]);
    }
    worker.postMessage(["plan", 1, request]);
    await until((tag) => tag === "progress" || tag === "early");
    worker.postMessage(["cancel", 1, ""]);
    worker.postMessage(["plan", 2, request]);
    await until((_, id) => id === 2);
    worker.postMessage(["plan", 3, request]);
    await until((tag, id) => tag === "answer" && id === 3);
    worker.terminate();
    return said;
  }, requests[0]);
  expect(said.filter((line) => line.startsWith("answer"))).toEqual(["answer 3"]);
  expect(said).toContain("early 3");
  expect(said.some((line) => line.startsWith("failed"))).toBe(false);
});

test("an end that is taken away gives the plan up", async ({ page }) => {
  await page.addInitScript(() => {
    window.sent = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message) {
      window.sent.push(message[0]);
      // The plan never comes: it is in the making for ever.
      if (message[0] !== "plan") post.call(this, message);
    };
  });
  const app = new App(page);
  await app.open(LONG_TRIP);
  await expect.poll(() => page.evaluate(() => window.sent.at(-1))).toBe("plan");
  await page.evaluate(() => {
    location.hash = location.hash.replace(/to=[^&]*&/, "");
  });
  await expect.poll(() => page.evaluate(() => window.sent.at(-1))).toBe("cancel");
  await expect(page.getByTestId("plan-button")).toHaveAttribute("aria-busy", "false");
});
