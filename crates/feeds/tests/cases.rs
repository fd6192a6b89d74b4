//! Every folder under `cases/` is a feed: its files are read, settled, and compared with
//! `expect.json`. The part of the folder's name before a dash is the form. `YILU_WRITE_CASES=1`
//! writes the expectations anew; read the difference before you commit it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests, which read files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use container::{About, Text};
use feeds::{Feed, FeedKind, Keys, Reading, read_feed};
use serde_json::{Value, json};
use stations::Content;

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn kind(folder: &str) -> FeedKind {
    let word = folder.split('-').next().unwrap();
    let mut all = FeedKind::ALL.iter();
    all.find(|(known, _)| *known == word).unwrap().1
}

fn read(kind: FeedKind, case: &Path) -> Feed {
    let keys = Keys::default();
    let mut all = Feed::default();
    for path in sorted(case) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "expect.json" {
            continue;
        }
        let reading = Reading {
            kind,
            name,
            datum: kind.datum(),
            keys: &keys,
        };
        all.add(read_feed(&reading, &fs::read(&path).unwrap()).unwrap());
    }
    all.settle(kind);
    all
}

/// The feed as the station file has it, beside what was found.
fn shown(feed: Feed) -> Value {
    let about = About {
        id: "case".into(),
        title: Text::new("例", "Case"),
        edition: "2026-11-24".into(),
        demo: true,
        schematic: false,
        licence: "CC0-1.0".into(),
        attribution: String::new(),
        sources: Vec::new(),
        bounds: None,
    };
    let content = Content {
        stations: feed.stations,
        tariffs: feed.tariffs,
        ..Content::default()
    };
    let bytes = stations::write_snapshot(&about, &content).unwrap();
    // What a feed gives must pass the check of the file that it goes into.
    let back = stations::read_snapshot(&bytes).unwrap();
    assert_eq!(back.findings, []);
    assert_eq!(back.value.content(), content);
    let body = container::read(&bytes).unwrap().body.to_vec();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let findings: Vec<String> = feed.findings.iter().map(ToString::to_string).collect();
    let states: Vec<String> = feed
        .states
        .iter()
        .map(|state| format!("{} {}", state.connector, state.state))
        .collect();
    json!({ "snapshot": body, "states": states, "findings": findings })
}

/// JSON and extracts that are cut are refused; a cut table loses rows, and never more than that.
#[test]
fn a_feed_cut_anywhere_is_refused_cleanly() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let keys = Keys::default();
    for folder in sorted(&cases) {
        let kind = kind(folder.file_name().unwrap().to_str().unwrap());
        for path in sorted(&folder).iter().flat_map(|case| sorted(case)) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let bytes = fs::read(&path).unwrap();
            let whole = std::str::from_utf8(&bytes).unwrap().trim_end().len();
            for percent in 0..100 {
                let reading = Reading {
                    kind,
                    name,
                    datum: kind.datum(),
                    keys: &keys,
                };
                let cut = read_feed(&reading, &bytes[..whole * percent / 100]);
                let is_table = kind == FeedKind::Csv;
                assert!(
                    is_table || cut.is_err(),
                    "{} at {percent} %",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn every_case_gives_what_it_should() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut count = 0;
    for folder in sorted(&cases) {
        let kind = kind(folder.file_name().unwrap().to_str().unwrap());
        for case in sorted(&folder) {
            let found = serde_json::to_string_pretty(&shown(read(kind, &case))).unwrap() + "\n";
            let expect = case.join("expect.json");
            if std::env::var_os("YILU_WRITE_CASES").is_some() {
                fs::write(&expect, &found).unwrap();
            }
            let expected = fs::read_to_string(&expect).unwrap_or_default();
            assert!(found == expected, "{}:\n{found}", case.display());
            count += 1;
        }
    }
    assert!(count >= 15);
}
