// Every test fails when the page complains: errors on the console, exceptions, failed requests,
// violations of the content policy, requests that leave our origin.

import { test as base, expect } from "@playwright/test";

/** Collects complaints of `page`, which may ask these origins only. */
export function watch(page, ...origins) {
  const complaints = [];
  page.on("console", (message) => {
    const isViolation = /Content Security Policy|Refused to/.test(message.text());
    if (message.type() === "error" || isViolation) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // A map that moves gives up tiles, a page that is left gives up whatever it waits for.
    if (reason === "net::ERR_ABORTED") return;
    complaints.push(`failed: ${request.url()} ${reason}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOurs = origins.includes(url.origin) || ["data:", "blob:"].includes(url.protocol);
    if (!isOurs) complaints.push(`leaves the origin: ${request.url()}`);
    // What a driver does stays in the fragment, which no server sees. A stream goes on from a number,
    // a file of data is told by its content.
    const isStream = url.pathname.endsWith("/live/events") && /^\?from=\d+$/.test(url.search);
    const isData = url.pathname.endsWith(".yilu") && /^\?v=[0-9a-f]{16}$/.test(url.search);
    if (isOurs && url.search && !isStream && !isData) complaints.push(`query sent: ${request.url()}`);
  });
  return complaints;
}

/** For tests in which the page is expected to complain. */
export const loose = base.extend({
  page: async ({ page }, use) => {
    await use(page);
    // Answers that are still on their way would fail the worker or the next test.
    if (!page.isClosed()) await page.unrouteAll({ behavior: "ignoreErrors" });
  },
});

export const test = loose.extend({
  page: async ({ page, baseURL }, use) => {
    const complaints = watch(page, new URL(baseURL).origin);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export { expect };
