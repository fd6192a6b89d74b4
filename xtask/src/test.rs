//! `cargo xtask test`: every check, one line each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::run::{command, done, find, output, path_with, root, succeeds, target};
use crate::{data, fuzz, setup, site, smoke};

const WASM: &str = "wasm32-unknown-unknown";

/// Steps that ran, and how they ended.
#[derive(Default)]
struct Tally {
    lines: Vec<String>,
    failed: usize,
}

impl Tally {
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        println!("── {name}");
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs_f64();
        match &result {
            Ok(()) => self.lines.push(format!("ok      {seconds:>6.1} s  {name}")),
            Err(error) => {
                self.failed += 1;
                self.lines
                    .push(format!("FAILED  {seconds:>6.1} s  {name}: {error:#}"));
                eprintln!("{name} failed: {error:#}");
            }
        }
        result.is_ok()
    }

    fn end(self) -> Result<()> {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        println!(
            "steps: {} passed, {} failed",
            self.lines.len() - self.failed,
            self.failed
        );
        if self.failed > 0 {
            bail!("{} of {} steps failed", self.failed, self.lines.len());
        }
        Ok(())
    }
}

/// All checks; `fast` leaves out the browser.
pub(crate) fn run(fast: bool) -> Result<()> {
    let mut tally = Tally::default();
    let is_set_up = tally.step("set-up", setup::run);
    tally.step("format", || cargo(&["fmt", "--all", "--check"]));
    tally.step("clippy, native", || {
        cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ])
    });
    tally.step("clippy, wasm", || {
        let apps = ["-p", "yilu-app", "-p", "planner-worker"];
        let target = ["--target", WASM, "--locked", "--", "-D", "warnings"];
        cargo(&[&["clippy"], &apps[..], &target[..]].concat())
    });
    tally.step("nats-server", nats);
    tally.step("native tests, tidy and architecture", || {
        cargo(&["test", "--workspace", "--locked", "--quiet"])
    });
    tally.step("documentation", || {
        let mut doc = command(
            "cargo",
            &["doc", "--workspace", "--no-deps", "--locked", "--quiet"],
        );
        doc.env("RUSTDOCFLAGS", "-D warnings");
        done(doc)
    });
    tally.step("fuzz targets, unlinked", fuzz_targets);
    tally.step("embedded data is what its sources give", data::check);
    if !fast && is_set_up {
        browser_steps(&mut tally);
    }
    tally.end()
}

fn browser_steps(tally: &mut Tally) {
    let mut browser = None;
    tally.step("browser", || {
        browser = Some(Browser::find_or_install()?);
        Ok(())
    });
    let Some(browser) = browser else { return };
    tally.step("wasm tests in the browser", || wasm_tests(&browser));
    if tally.step("app", site::build) {
        tally.step("browser tests", || playwright(&browser, &[], &[]));
        tally.step("smoke in Firefox and WebKit", smoke::run);
    }
}

/// Every check, and nothing left behind by them.
pub(crate) fn ci() -> Result<()> {
    run(false)?;
    let changed = output(command("git", &["status", "--porcelain"]))?;
    if changed.trim().is_empty() {
        Ok(())
    } else {
        bail!("the working tree is not clean:\n{changed}")
    }
}

/// Takes the screenshots of the documents anew.
pub(crate) fn bless() -> Result<()> {
    setup::run()?;
    site::build()?;
    let browser = Browser::find_or_install()?;
    playwright(&browser, &["screenshots"], &[("YILU_BLESS", "1")])
}

/// Checks the targets without building the engine, which needs a C++ compiler.
fn fuzz_targets() -> Result<()> {
    let manifest = "fuzz/Cargo.toml";
    done(command(
        "cargo",
        &["fmt", "--check", "--manifest-path", manifest],
    ))?;
    let lint = ["clippy", "--locked", "--bins", "--manifest-path", manifest];
    let mut lint = command("cargo", &[&lint[..], &["--", "-D", "warnings"]].concat());
    // The library is only looked for when a program is linked.
    lint.env("CUSTOM_LIBFUZZER_PATH", "none/libfuzzer.a")
        .env("CARGO_TARGET_DIR", fuzz::place().join("check"));
    done(lint)
}

fn cargo(arguments: &[&str]) -> Result<()> {
    done(command("cargo", arguments))
}

/// Chromium and its driver.
pub(crate) struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Finds both; on Debian and Ubuntu installs them when that is allowed.
    pub(crate) fn find_or_install() -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        install(
            "Chromium with chromedriver",
            &["chromium", "chromium-driver", "fonts-noto-cjk"],
        )?;
        Self::find().context("apt-get brought no Chromium")
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: find(&["chromium", "chromium-browser", "google-chrome"])?,
            driver: find(&["chromedriver"])?,
        })
    }

    /// Tells a test runner where they are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("YILU_CHROMIUM", &self.chromium);
        command.env("CHROMEDRIVER", &self.driver);
        command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    }
}

/// Installs packages on Debian and Ubuntu, when that is allowed; `what` is missing without them.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let is_root = output(command("id", &["-u"])).is_ok_and(|id| id.trim() == "0");
    let may_sudo = is_root || succeeds("sudo", &["-n", "true"]);
    if find(&["apt-get"]).is_none() || !may_sudo {
        let packages = packages.join(" ");
        bail!("no {what}: install it, on Debian with `apt-get install {packages}`");
    }
    let apt = |arguments: &[&str]| {
        let mut apt = if is_root {
            command("apt-get", arguments)
        } else {
            command("sudo", &[&["-n", "apt-get"], arguments].concat())
        };
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        done(apt)
    };
    apt(&["update", "-qq"])?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    apt(&[&install[..], packages].concat())
}

/// The server that several gateways share; on Debian it is where only its administrator looks.
fn nats() -> Result<()> {
    let is_here =
        || find(&["nats-server"]).is_some() || Path::new("/usr/sbin/nats-server").is_file();
    if !is_here() {
        install("nats-server", &["nats-server"])?;
    }
    if !is_here() {
        bail!("apt-get brought no nats-server");
    }
    Ok(())
}

fn wasm_tests(browser: &Browser) -> Result<()> {
    let package = ["-p", "yilu-app", "--test", "browser"];
    let mut test = command(
        "cargo",
        &[&["test", "--locked", "--target", WASM], &package[..]].concat(),
    );
    test.env("PATH", path_with(&setup::folders())?);
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    browser.tell(&mut test);
    done(test)
}

/// What the command line says of the trip that the browser tests plan: the page must say the same.
pub(crate) fn winter_trip() -> Result<String> {
    let run = ["run", "--quiet", "--locked", "--package", "yilu", "--"];
    let ends = ["plan", "--from", "38.407,112.734", "--to", "39.635,111.435"];
    let rest = ["--vehicle", "byd-dolphin-2025", "--soc", "0.45"];
    let weather = [
        "--temperature",
        "-15",
        "--depart",
        "2026-01-15T09:00",
        "--json",
    ];
    // As the page wishes by itself.
    let stops = ["--stop-least", "300"];
    let all = [&run[..], &ends[..], &rest[..], &stops[..], &weather[..]].concat();
    output(command("cargo", &all))
}

/// Runs the browser tests against the built app on a port of its own.
pub(crate) fn playwright(
    browser: &Browser,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<()> {
    let bound = site::bind(0)?;
    let address = bound.address.clone();
    // The server ends with this program.
    thread::spawn(move || site::answer(bound));
    let build = ["build", "--locked", "--quiet"];
    let packages = ["--package", "yilu-gateway", "--package", "yilu-operator"];
    done(command("cargo", &[&build[..], &packages].concat()))?;
    let program = root().join("node_modules/.bin/playwright");
    let config = ["test", "--config", "tests/e2e/playwright.config.mjs"];
    let mut test = command(
        &program.to_string_lossy(),
        &[&config[..], arguments].concat(),
    );
    test.env("YILU_URL", &address);
    test.env("YILU_PROGRAMS", target().join("debug"));
    test.env("YILU_WINTER_TRIP", winter_trip()?);
    browser.tell(&mut test);
    for (name, value) in environment {
        test.env(name, value);
    }
    done(test)
}
