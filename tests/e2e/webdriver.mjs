// A browser driven by the W3C protocol, for those that Playwright does not drive as they are
// installed: Firefox and WebKit of the distribution. https://www.w3.org/TR/webdriver2/

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** The key under which the protocol gives elements. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Browser {
  /** Starts a driver, and a browser by it. */
  static async start(driver, capabilities, environment = {}) {
    const port = await freePort();
    const program = spawn(driver, [`--port=${port}`], {
      stdio: "ignore",
      env: { ...process.env, ...environment },
    });
    const browser = new Browser(program, `http://127.0.0.1:${port}`);
    try {
      await browser.until(async () => (await fetch(`${browser.base}/status`)).ok, "the driver");
      const { sessionId } = await browser.ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
      browser.base += `/session/${sessionId}`;
      return browser;
    } catch (error) {
      program.kill();
      throw error;
    }
  }

  constructor(program, base) {
    this.program = program;
    this.base = base;
  }

  async ask(method, path, body) {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** Tries until it is true, for half a minute. */
  async until(is, what) {
    const end = Date.now() + 30_000;
    let last;
    while (Date.now() < end) {
      try {
        last = await is();
        if (last) return last;
      } catch (error) {
        last = error.message;
      }
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    throw new Error(`waited for ${what} in vain: ${last}`);
  }

  open(address) {
    return this.ask("POST", "/url", { url: address });
  }

  resize(width, height) {
    return this.ask("POST", "/window/rect", { width, height });
  }

  /** What a function of the page gives. */
  run(of, ...args) {
    return this.ask("POST", "/execute/sync", { script: `return (${of}).apply(null, arguments)`, args });
  }

  async find(selector) {
    const found = await this.until(
      () => this.ask("POST", "/element", { using: "css selector", value: selector }),
      selector,
    );
    return found[ELEMENT];
  }

  async click(selector) {
    await this.ask("POST", `/element/${await this.find(selector)}/click`);
  }

  async type(selector, text) {
    await this.ask("POST", `/element/${await this.find(selector)}/value`, { text });
  }

  /** The text of an element, once it holds what is expected. */
  async text(selector, expected) {
    const text = () => this.run((of) => document.querySelector(of)?.innerText ?? "", selector);
    return this.until(async () => {
      const now = await text();
      return expected.test(now) && now;
    }, `${expected} in ${selector}`);
  }

  async picture() {
    return Buffer.from(await this.ask("GET", "/screenshot"), "base64");
  }

  async end() {
    await this.ask("DELETE", "").catch(() => {});
    this.program.kill();
  }
}
