// The dialog in which a trip or a place is handed over, as its tests use it.

import { expect } from "@playwright/test";

export class Handover {
  constructor(page) {
    this.page = page;
    this.dialog = page.getByTestId("handover");
    this.name = page.getByTestId("handover-name");
    this.go = page.getByTestId("handover-go");
    this.legs = page.getByTestId("handover-leg");
    this.parts = page.getByTestId("handover-part");
    this.limit = page.getByTestId("handover-limit");
    this.status = page.getByTestId("handover-status");
    this.link = page.getByTestId("handover-link");
  }

  /** Opens it for the plan that is shown. */
  async open() {
    await this.page.getByTestId("handover-button").click();
    await expect(this.dialog).toBeVisible();
  }

  /** Chooses an app by its code. */
  async choose(app) {
    await this.page.getByTestId(`handover-app-${app}`).check();
  }

  /** Where the large button leads. */
  async href() {
    return await this.go.getAttribute("href");
  }

  /** Taps something that saves a file; gives its name and text. */
  async saved(testid) {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByTestId(testid).click(),
    ]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
  }
}
