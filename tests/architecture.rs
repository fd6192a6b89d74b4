//! Who may know whom. Reads what cargo says about the workspace.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Our crates, and which of ours each may use.
const ALLOWED: [(&str, &[&str]); 24] = [
    ("json", &[]),
    ("units", &["json"]),
    ("sorting", &[]),
    ("container", &["json", "units"]),
    ("stations", &["container", "json", "sorting", "units"]),
    ("roads", &["container", "json", "sorting", "units"]),
    ("guide", &["container", "stations", "units"]),
    ("live", &["container", "json", "stations", "units"]),
    (
        "strip",
        &[
            "container",
            "guide",
            "planner",
            "roads",
            "stations",
            "units",
        ],
    ),
    (
        "yilu-gateway",
        &["container", "feeds", "live", "site", "stations", "units"],
    ),
    // The gateway only in its tests: the simulator is the other side.
    (
        "yilu-operator",
        &[
            "container",
            "feeds",
            "live",
            "stations",
            "units",
            "yilu-gateway",
        ],
    ),
    ("packs", &["container", "json", "units"]),
    ("site", &[]),
    ("tiles", &[]),
    ("hierarchy", &["sorting"]),
    ("search", &["hierarchy", "sorting"]),
    ("osm", &["container", "hierarchy", "roads", "units"]),
    (
        "planner",
        &[
            "container",
            "hierarchy",
            "json",
            "roads",
            "search",
            "sorting",
            "stations",
            "units",
        ],
    ),
    (
        "feeds",
        &[
            "container",
            "guide",
            "osm",
            "planner",
            "roads",
            "stations",
            "units",
        ],
    ),
    (
        "yilu",
        &[
            "container",
            "feeds",
            "guide",
            "live",
            "osm",
            "packs",
            "planner",
            "roads",
            "stations",
            "strip",
            "tiles",
            "units",
        ],
    ),
    (
        "planner-worker",
        &["container", "json", "planner", "roads", "stations", "units"],
    ),
    (
        "yilu-app",
        &[
            "container",
            "guide",
            "json",
            "live",
            "packs",
            "planner",
            "roads",
            "sorting",
            "stations",
            "strip",
            "tiles",
            "units",
        ],
    ),
    (
        "bench",
        &[
            "container",
            "hierarchy",
            "planner",
            "planner-worker",
            "roads",
            "stations",
            "units",
        ],
    ),
    ("xtask", &["site"]),
];
/// Crates without files, network, clock or browser.
const PURE: [&str; 15] = [
    "packs",
    "search",
    "strip",
    "json",
    "sorting",
    "guide",
    "live",
    "hierarchy",
    "units",
    "container",
    "stations",
    "roads",
    "osm",
    "planner",
    "feeds",
];
/// What the pure crates may use of others.
const PURE_EXTERNAL: [&str; 23] = [
    "aes",
    "base64",
    "bzip2",
    "cbc",
    "crc32fast",
    "csv",
    "flate2",
    "geo",
    "hmac",
    "jiff",
    "libm",
    "lz4_flex",
    "md-5",
    "opening-hours-syntax",
    "petgraph",
    "proptest",
    "quick-xml",
    "rstar",
    "serde",
    "serde_json",
    "thiserror",
    "toml",
    "zip",
];

/// For the machine at hand: packages of other platforms need not be downloaded.
fn metadata() -> Value {
    let about = Command::new("rustc").arg("-vV").output().unwrap();
    let about = String::from_utf8(about.stdout).unwrap();
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// For each of our crates the names that it depends on directly, tests included.
fn dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let members: BTreeSet<&str> = metadata["workspace_members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| members.contains(package["id"].as_str().unwrap()))
        .map(|package| {
            let list = package["dependencies"].as_array().unwrap().iter();
            let names = list.map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (
                package["name"].as_str().unwrap().to_owned(),
                names.collect(),
            )
        })
        .collect()
}

#[test]
fn every_crate_uses_only_the_crates_below_it() {
    let dependencies = dependencies(&metadata());
    let known: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    assert_eq!(
        found, known,
        "a crate came or went: say here what it may use"
    );
    for (name, allowed) in ALLOWED {
        for used in &dependencies[name] {
            let is_ours = known.contains(used.as_str());
            assert!(
                !is_ours || allowed.contains(&used.as_str()),
                "{name} must not use {used}"
            );
        }
    }
}

#[test]
fn pure_crates_use_only_the_short_list() {
    let dependencies = dependencies(&metadata());
    for name in PURE {
        for used in &dependencies[name] {
            let is_allowed =
                PURE.contains(&used.as_str()) || PURE_EXTERNAL.contains(&used.as_str());
            assert!(
                is_allowed,
                "{name} must not use {used}: pure crates keep a short list"
            );
        }
    }
}

/// Everything that pure crates bring along, as cargo resolves it for the machine at hand.
#[test]
fn pure_crates_bring_no_browser_and_no_network() {
    let metadata = metadata();
    let name = |id: &str| {
        let all = metadata["packages"].as_array().unwrap();
        all.iter().find(|package| package["id"] == id).unwrap()["name"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let nodes: BTreeMap<&str, Vec<&str>> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            let normal = node["deps"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| {
                    // Kind null is a normal dependency; those of other platforms name them.
                    let kinds = dependency["dep_kinds"].as_array().unwrap();
                    kinds
                        .iter()
                        .any(|kind| kind["kind"].is_null() && kind["target"].is_null())
                });
            let ids = normal
                .map(|dependency| dependency["pkg"].as_str().unwrap())
                .collect();
            (node["id"].as_str().unwrap(), ids)
        })
        .collect();
    let mut open: Vec<&str> = nodes
        .keys()
        .copied()
        .filter(|id| PURE.contains(&name(id).as_str()))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(&nodes[id]);
        }
    }
    for id in seen {
        let name = name(id);
        let forbidden = [
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "tokio",
            "reqwest",
            "leptos",
            "leaflet",
        ];
        assert!(
            !forbidden.contains(&name.as_str()),
            "a pure crate brings {name}"
        );
    }
}
