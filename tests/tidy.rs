//! What no compiler checks: sizes, reasons, names in the map of the code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

const LINES_MAX: usize = 600;
const BYTES_MAX: u64 = 500_000;

/// Cargo runs tests in the folder of their package.
fn root() -> &'static Path {
    Path::new(".")
}

fn text(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files that are or would be committed.
fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success());
    let list = String::from_utf8(output.stdout).unwrap();
    list.lines()
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let is_source = |path: &PathBuf| {
        path.extension()
            .is_some_and(|ending| ["rs", "mjs", "js", "css"].iter().any(|e| ending == *e))
    };
    let read = |path: PathBuf| {
        let text = text(path.to_str().unwrap());
        (path, text)
    };
    files().into_iter().filter(is_source).map(read).collect()
}

/// Folders directly below `folder`.
fn folders(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn no_source_file_is_a_boulder() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(
            lines <= LINES_MAX,
            "{} has {lines} lines, at most {LINES_MAX}",
            path.display()
        );
    }
}

#[test]
fn no_file_is_too_heavy_for_a_repository() {
    for path in files() {
        let bytes = root().join(&path).metadata().unwrap().len();
        assert!(
            bytes <= BYTES_MAX,
            "{} has {bytes} bytes, at most {BYTES_MAX}",
            path.display()
        );
    }
}

#[test]
fn every_crate_obeys_the_lints_of_the_workspace() {
    // The fuzz targets are a workspace of their own: they are built with other flags.
    let manifests = files()
        .into_iter()
        .filter(|path| path.ends_with("Cargo.toml"));
    for path in manifests.filter(|path| !path.starts_with("fuzz")) {
        let manifest = text(path.to_str().unwrap());
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{}",
            path.display()
        );
    }
    for name in [
        "units",
        "container",
        "stations",
        "roads",
        "planner",
        "osm",
        "feeds",
    ] {
        let rules = text(&format!("crates/{name}/clippy.toml"));
        assert!(
            rules.contains("disallowed"),
            "{name} is pure and must forbid files and clocks"
        );
    }
}

#[test]
fn the_map_of_the_code_names_every_room() {
    let map = text("ARCHITECTURE.md");
    assert!(
        map.lines().count() <= 150,
        "ARCHITECTURE.md is a map, not a book"
    );
    for name in folders("crates") {
        assert!(
            map.contains(&format!("`crates/{name}`")),
            "ARCHITECTURE.md does not name crates/{name}"
        );
    }
    for name in folders("src") {
        assert!(
            map.contains(&format!("`src/{name}`")),
            "ARCHITECTURE.md does not name src/{name}"
        );
    }
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = text("Cargo.toml");
    let (_, rest) = manifest.split_once("[workspace.dependencies]").unwrap();
    let (list, _) = rest.split_once("\n[").unwrap();
    for line in list
        .lines()
        .filter(|line| line.contains(" = ") && !line.contains("path = "))
    {
        let reason = line.rsplit_once("# ").map_or("", |(_, reason)| reason);
        assert!(reason.len() > 8, "no reason: {line}");
    }
}

#[test]
fn nothing_is_left_for_later_without_an_issue() {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX"),
    ];
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let is_marked = marks.iter().any(|mark| line.contains(mark));
            assert!(
                !is_marked || line.contains("issue "),
                "{}:{}: {line}",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn no_test_is_switched_off() {
    let switches = [
        concat!("#[ig", "nore"),
        concat!(".sk", "ip("),
        concat!(".on", "ly("),
        concat!(".fix", "me("),
    ];
    for (path, text) in sources().iter().filter(|(path, _)| {
        path.starts_with("tests") || path.extension().is_some_and(|ending| ending == "rs")
    }) {
        let is_script = path.extension().is_some_and(|ending| ending == "mjs");
        for switch in switches
            .iter()
            .filter(|switch| is_script != switch.starts_with('#'))
        {
            assert!(!text.contains(switch), "{} has {switch}", path.display());
        }
    }
}

#[test]
fn documents_are_there_and_in_form() {
    assert!(text("CHANGELOG.md").contains("## Unreleased"));
    for format in folders("docs/formats") {
        for version in folders(&format!("docs/formats/{format}")) {
            let readme = text(&format!("docs/formats/{format}/{version}/README.md"));
            assert!(
                readme.contains("## Changes"),
                "docs/formats/{format}/{version} has no change log"
            );
        }
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE", "data/xinzhou/LICENSE"] {
        assert!(text(licence).len() > 300, "{licence}");
    }
}

/// Registries are a matter of the machine, not of the repository.
#[test]
fn no_lock_file_names_a_package_host() {
    let lock = text("package-lock.json");
    assert!(
        !lock.contains("\"resolved\""),
        "run npm with the .npmrc of this repository"
    );
}
