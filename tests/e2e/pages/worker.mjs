// The planning worker, made to show what is over in a blink.

/** The worker's clock runs so fast that each turn ends at once: every step of a plan is told. */
export async function hurryTurns(page) {
  await page.route("**/planner-worker-*_loader.js", async (route) => {
    const response = await route.fetch();
    const clock = "let now = 0; Date.now = () => (now += 1000);\n";
    return route.fulfill({ response, body: clock + (await response.text()) });
  });
}

/** Eight places up and down the prefecture with a small battery: thousands of labels. */
const places = ["39.0,111.2", "39.1,113.6", "38.4,111.9", "39.3,113.6"];
export const LONG_TRIP =
  `#from=38.407,112.734&${[...places, ...places].map((place) => `via=${place}&`).join("")}` +
  "to=39.635,111.435&car=own&own=22,16,100,1600&soc=90&temp=5&reserve=10&lang=zh";
