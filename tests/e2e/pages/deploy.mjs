// A site of its own for a test: a copy of the built app that a server gives out, that can go away, come
// back, be replaced by another version, and go wrong.

import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { offline } from "../../../xtask/offline.mjs";

const built = process.env.YILU_DIST ?? "dist";
const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'";

export class Site {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "yilu-site-"));
    cpSync(built, this.folder, { recursive: true });
    /** What was asked for: path with query, and the range. */
    this.asked = [];
    /** Reports of problems that arrived. */
    this.reports = [];
    /** Changes an answer's bytes by path; `null` breaks the connection. */
    this.spoil = (_, bytes) => bytes;
    /** How long an answer waits by path, in milliseconds. */
    this.delay = () => 0;
    /** False for a server that gives no parts. */
    this.ranges = true;
    this.port = 0;
  }

  static async start() {
    const site = new Site();
    await site.up();
    return site;
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Answers from now on. */
  async up() {
    if (this.server) return;
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    this.port = this.server.address().port;
  }

  /** Is gone: connections are refused. */
  async down() {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  async end() {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  answer(request, response) {
    const url = new URL(request.url, this.url);
    const path = url.pathname.slice(1) || "index.html";
    this.asked.push({ path: `${path}${url.search}`, range: request.headers.range });
    if (request.method === "POST") return this.hear(request, response);
    const delay = this.delay(path);
    return delay > 0 ? setTimeout(() => this.give(path, request, response), delay) : this.give(path, request, response);
  }

  async hear(request, response) {
    let text = "";
    try {
      for await (const part of request.setEncoding("utf8")) text += part;
    } catch {
      // The page left before it had said all.
      return;
    }
    this.reports.push(JSON.parse(text));
    response.writeHead(204).end();
  }

  give(path, request, response) {
    let bytes;
    try {
      bytes = readFileSync(join(this.folder, path));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const head = { "content-type": types[extname(path)] ?? "application/octet-stream", "cache-control": "no-cache" };
    if (path === "index.html") head["content-security-policy"] = policy;
    let status = 200;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec((this.ranges && request.headers.range) || "") ?? [];
    if (from !== undefined) {
      const end = Math.min(bytes.length, to === "" ? bytes.length : Number(to) + 1);
      head["content-range"] = `bytes ${from}-${end - 1}/${bytes.length}`;
      bytes = bytes.subarray(Number(from), end);
      status = 206;
    }
    const given = this.spoil(path, bytes);
    if (given === null) {
      // Half of it, and the connection breaks.
      response.writeHead(status, { ...head, "content-length": bytes.length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
      return;
    }
    response.writeHead(status, head).end(given);
  }

  /** Puts another version of the app there: its page says `mark`. */
  release(mark) {
    const page = join(this.folder, "index.html");
    const text = readFileSync(page, "utf8").replace(/  <meta name="release"[^>]*>\n/, "");
    writeFileSync(page, text.replace("</head>", `  <meta name="release" content="${mark}">\n</head>`));
    offline(this.folder);
  }

  /** Takes the planner away; what comes in its place, under names that tell it apart, does not start. */
  spoilPlanner() {
    let page = this.read("index.html").toString();
    for (const name of readdirSync(this.folder).filter((name) => name.startsWith("planner-"))) {
      const other = name.replace(/-[0-9a-f]{16}/, "-0123456789abcdef");
      page = page.replaceAll(name, other);
      rmSync(join(this.folder, name));
      this.write(other, "throw new Error('the planner of another version')");
    }
    this.write("index.html", page);
  }

  /** Puts another content of a data file there, and a list to match. */
  data(name, bytes) {
    writeFileSync(join(this.folder, "data", name), bytes);
    const path = join(this.folder, "data", "packs.json");
    const list = JSON.parse(readFileSync(path, "utf8"));
    for (const file of list.packs.flatMap((pack) => pack.files)) {
      if (file.path !== name) continue;
      Object.assign(file, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    }
    writeFileSync(path, JSON.stringify(list));
  }

  /** The list of packs, changed. */
  list(change) {
    const path = join(this.folder, "data", "packs.json");
    const list = JSON.parse(readFileSync(path, "utf8"));
    change(list);
    writeFileSync(path, JSON.stringify(list));
  }

  write(path, content) {
    writeFileSync(join(this.folder, path), content);
  }

  read(path) {
    return readFileSync(join(this.folder, path));
  }
}
