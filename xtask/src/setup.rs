//! Tools that the build needs, installed into folders of the project's own.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::run::{command, done, output, root, succeeds};

const TRUNK: &str = "0.21.14";
/// Takes the app apart. Goes with `wasm_split_helpers` in `Cargo.lock`.
const SPLITTER: &str = "0.2.3";
/// Drives Firefox in the tests.
const GECKODRIVER: &str = "0.37.1";
const TARGET: &str = "wasm32-unknown-unknown";

/// Where tools are installed: `YILU_TOOLS`, or `.tools` in the repository.
pub(crate) fn tools() -> PathBuf {
    std::env::var_os("YILU_TOOLS").map_or_else(|| root().join(".tools"), PathBuf::from)
}

/// The folders that go in front of the path: our tools, and wasm-opt from npm.
pub(crate) fn folders() -> Vec<PathBuf> {
    vec![tools().join("bin"), root().join("node_modules/.bin")]
}

/// Installs whatever is missing. Says what each step costs the first time.
pub(crate) fn run() -> Result<()> {
    need("cargo", "install Rust with rustup")?;
    need("node", "install Node.js 20 or newer")?;
    need("npm", "install npm")?;
    step("Rust target wasm32", "some seconds", has_target()?, || {
        done(command("rustup", &["target", "add", TARGET]))
    })?;
    let bindgen = bindgen_version()?;
    step("trunk", "about 8 minutes", has_tool("trunk", TRUNK), || {
        install("trunk", TRUNK, &["--locked"])
    })?;
    // Its own lock file names a version that the index no longer has, so not `--locked`.
    step(
        "wasm-bindgen",
        "about 3 minutes",
        has_tool("wasm-bindgen", &bindgen),
        || install("wasm-bindgen-cli", &bindgen, &[]),
    )?;
    step(
        "wasm-split-cli",
        "about 2 minutes",
        has_package("wasm_split_cli_support", SPLITTER),
        || {
            install(
                "wasm_split_cli_support",
                SPLITTER,
                &["--features", "build-binary", "--locked"],
            )
        },
    )?;
    step("npm packages", "some seconds", has_packages()?, || {
        done(command("npm", &["ci", "--no-audit", "--no-fund"]))?;
        fs::write(packages_stamp(), packages_lock()?).context("write the stamp of npm ci")
    })?;
    step("Rust packages", "about a minute", false, || {
        done(command("cargo", &["fetch", "--locked", "--quiet"]))
    })
}

/// Installs what drives Firefox; only tests need it.
pub(crate) fn geckodriver() -> Result<()> {
    let is_there = has_package("geckodriver", GECKODRIVER);
    step("geckodriver", "about 3 minutes", is_there, || {
        install("geckodriver", GECKODRIVER, &["--locked"])
    })
}

fn need(program: &str, advice: &str) -> Result<()> {
    if succeeds(program, &["--version"]) {
        Ok(())
    } else {
        bail!("{program} is not there: {advice}, then run this again")
    }
}

/// Runs a step unless it is done, and says so with its time.
pub(crate) fn step(
    name: &str,
    first_time: &str,
    is_done: bool,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    if is_done {
        println!("{name}: already there");
        return Ok(());
    }
    println!("{name} … (the first time {first_time})");
    let start = Instant::now();
    work().with_context(|| format!("step {name:?}"))?;
    println!("{name}: done in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn has_target() -> Result<bool> {
    if !succeeds("rustup", &["--version"]) {
        // Without rustup the target must have come with the compiler.
        let library = output(command(
            "rustc",
            &["--print", "target-libdir", "--target", TARGET],
        ))?;
        return if PathBuf::from(library.trim()).is_dir() {
            Ok(true)
        } else {
            bail!("the Rust target {TARGET} is missing and there is no rustup to add it")
        };
    }
    let installed = output(command("rustup", &["target", "list", "--installed"]))?;
    Ok(installed.lines().any(|line| line.trim() == TARGET))
}

fn has_tool(name: &str, version: &str) -> bool {
    let program = tools().join("bin").join(name);
    let found = output(command(&program.to_string_lossy(), &["--version"]));
    found.is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

/// For tools that do not tell their version: what cargo noted when it installed them.
fn has_package(package: &str, version: &str) -> bool {
    let notes = fs::read_to_string(tools().join(".crates.toml"));
    notes.is_ok_and(|notes| notes.contains(&format!("\"{package} {version} ")))
}

fn install(package: &str, version: &str, more: &[&str]) -> Result<()> {
    let tools = tools();
    let root = tools.to_string_lossy();
    let common = [
        "install",
        package,
        "--version",
        version,
        "--root",
        &root,
        "--force",
    ];
    done(command("cargo", &[&common[..], more].concat()))
}

/// The version of wasm-bindgen in `Cargo.lock`: its command-line tool must be the same.
fn bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("read Cargo.lock")?;
    let (_, rest) = lock
        .split_once("name = \"wasm-bindgen\"\nversion = \"")
        .context("Cargo.lock has no package wasm-bindgen")?;
    let (version, _) = rest.split_once('"').context("Cargo.lock is cut")?;
    Ok(version.to_owned())
}

fn packages_stamp() -> PathBuf {
    root().join("node_modules/.yilu-lock")
}

fn packages_lock() -> Result<String> {
    fs::read_to_string(root().join("package-lock.json")).context("read package-lock.json")
}

fn has_packages() -> Result<bool> {
    let lock = packages_lock()?;
    Ok(fs::read_to_string(packages_stamp()).is_ok_and(|stamp| stamp == lock))
}
