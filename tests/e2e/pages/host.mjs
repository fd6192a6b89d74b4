// A site that embeds Yilu, at another origin, and Yilu behind a server that counts what is asked for.

import { createServer, request } from "node:http";

/** Listens on any free port. */
function listening(server, name) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://${name}:${server.address().port}`));
  });
}

function closed(server) {
  server.closeAllConnections();
  return new Promise((resolve) => { server.close(resolve); });
}

/** Yilu as it is given out at `url`, at an origin of its own. `change` may change headers. */
export class Counted {
  static async of(url, change = () => {}) {
    const counted = new Counted();
    counted.answers = [];
    counted.server = createServer((asked, answer) => {
      const passed = request(new URL(asked.url, url), { method: asked.method, headers: { ...asked.headers, host: new URL(url).host } }, (found) => {
        let bytes = 0;
        const headers = { ...found.headers };
        change(headers, asked);
        answer.writeHead(found.statusCode, headers);
        found.on("data", (chunk) => { bytes += chunk.length; });
        found.on("end", () => counted.answers.push({ path: asked.url, status: found.statusCode, bytes }));
        found.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
    counted.url = await listening(counted.server, "127.0.0.1");
    return counted;
  }

  /** How many times each path was sent whole. */
  downloads() {
    const times = new Map();
    for (const { path, status } of this.answers) if (status === 200) times.set(path, (times.get(path) ?? 0) + 1);
    return times;
  }

  bytes() {
    return this.answers.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  end() {
    return closed(this.server);
  }
}

/** Lets `origins` embed. */
export function allowing(...origins) {
  return (headers) => {
    const policy = headers["content-security-policy"];
    if (policy?.includes("frame-ancestors 'self'")) {
      headers["content-security-policy"] = policy.replace("frame-ancestors 'self'", `frame-ancestors 'self' ${origins.join(" ")}`);
    }
  };
}

/** Another site: pages by path, each `{ html, headers }`. */
export class Host {
  static async of(pages) {
    const host = new Host();
    host.pages = pages;
    host.server = createServer((asked, answer) => {
      const page = host.pages[asked.url.split("?")[0]];
      if (!page) return answer.writeHead(404).end();
      answer.writeHead(200, { "content-type": page.type ?? "text/html; charset=utf-8", ...page.headers }).end(page.html);
    });
    host.url = await listening(host.server, "localhost");
    return host;
  }

  end() {
    return closed(this.server);
  }
}
