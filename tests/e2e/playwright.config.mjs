// Run by `cargo xtask test`, which serves the built app and says where in YILU_URL.

import { defineConfig } from "@playwright/test";

const chromium = process.env.YILU_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "../../test-results",
  // A test hangs after this; the slowest, which let axe read whole screens, need a third of it.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  retries: 0,
  reporter: [["list"]],
  use: {
    baseURL: process.env.YILU_URL ?? "http://127.0.0.1:8080",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // What a service worker asks for cannot be changed by a test; those about it allow it.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: chromium,
      // Nothing but servers on this machine can be reached, whatever the page tries.
      args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"],
    },
  },
  projects: [
    {
      name: "phone",
      use: {
        viewport: { width: 390, height: 844 },
        isMobile: true,
        hasTouch: true,
        deviceScaleFactor: 2,
      },
    },
    { name: "desktop", testIgnore: /orders\.spec/, use: { viewport: { width: 1280, height: 800 } } },
  ],
});
