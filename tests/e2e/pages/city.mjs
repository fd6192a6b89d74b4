// A gateway that gives out the app, and an operator with an invented city: the real programs.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const KEY = "1234567890abcdef";
const OPERATOR = "123456789";
const ASKER = "MA0YILU01";

/** A port that nobody has at the moment. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class City {
  static async build({ speed = 600 } = {}) {
    const city = new City();
    city.programs = process.env.YILU_PROGRAMS;
    city.folder = mkdtempSync(join(tmpdir(), "yilu-city-"));
    city.ports = [await freePort(), await freePort()];
    city.url = `http://127.0.0.1:${city.ports[0]}`;
    city.speed = speed;
    city.running = {};
    for (const folder of ["state", "reports"]) mkdirSync(city.path(folder));
    const names = ["data_secret", "data_secret_iv", "sig_secret"];
    const secret = { mode: 0o600 };
    writeFileSync(city.path("keys.toml"), names.map((name) => `${name} = "${KEY}"\n`).join(""), secret);
    writeFileSync(city.path("secret"), "only for tests", secret);
    writeFileSync(city.path("gateway.toml"), city.configuration());
    const made = spawnSync(join(city.programs, "yilu-operator"), [
      "city", "--from", resolve("data/xinzhou/built/stations.yilu"), "--out", city.path("stations.yilu"),
    ]);
    if (made.status !== 0) throw new Error(`no city: ${made.stderr}`);
    return city;
  }

  configuration() {
    const [gateway, operator] = this.ports;
    return `listen = "127.0.0.1:${gateway}"
stations = "stations.yilu"
state = "state"
app = ${JSON.stringify(resolve("dist"))}
[reports]
folder = "reports"
[tcec.tcec]
operator = "${OPERATOR}"
secret = { file = "secret" }
keys = { file = "keys.toml" }
[tcec.tcec.pull]
url = "http://127.0.0.1:${operator}"
operator = "${ASKER}"
secret = { file = "secret" }
every_s = 2
`;
  }

  path(name) {
    return join(this.folder, name);
  }

  startGateway() {
    return this.start("gateway", "yilu-gateway", ["--config", this.path("gateway.toml")]);
  }

  startOperator() {
    return this.start("operator", "yilu-operator", [
      "run", "--stations", this.path("stations.yilu"), "--secret", this.path("secret"),
      "--keys", this.path("keys.toml"), "--asker-secret", this.path("secret"),
      "--listen", `127.0.0.1:${this.ports[1]}`, "--gateway", this.url,
      "--operator", OPERATOR, "--asker", ASKER, "--speed", String(this.speed), "--hour", "17",
    ]);
  }

  /** Starts a program and waits until it listens. */
  async start(name, program, words) {
    const child = spawn(join(this.programs, program), words, { env: { ...process.env, NO_COLOR: "1" } });
    this.running[name] = child;
    let said = "";
    await new Promise((done, failed) => {
      child.stderr.on("data", (text) => {
        said += text;
        if (said.includes("listening on")) done();
      });
      child.on("exit", () => failed(new Error(`${program} ended: ${said}`)));
    });
  }

  /** What drivers reported, as whoever runs the gateway lists it. */
  reports() {
    const listed = spawnSync(join(this.programs, "yilu-gateway"), ["reports", "--json", this.path("reports")]);
    if (listed.status !== 0) throw new Error(`no list: ${listed.stderr}`);
    const lines = listed.stdout.toString().split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  }

  async kill(name) {
    const child = this.running[name];
    if (!child) return;
    delete this.running[name];
    await new Promise((done) => {
      child.removeAllListeners("exit");
      child.on("exit", done);
      child.kill("SIGKILL");
    });
  }

  async end() {
    for (const name of Object.keys(this.running)) await this.kill(name);
    rmSync(this.folder, { recursive: true });
  }
}
