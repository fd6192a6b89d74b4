//! What others wrote: where it comes from and whether we may give it on. Needs no network.
//!
//! Known vulnerabilities are listed in a database of the network: `cargo install cargo-audit`, then
//! `cargo audit`, says which of `Cargo.lock` are there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::process::Command;

use serde_json::Value;

/// Licences under which we may give a program on.
const LICENCES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];
/// Written in C, with a long list of known vulnerabilities; we use rustls.
const REFUSED: [&str; 2] = ["openssl-sys", "native-tls"];

/// For the machine at hand: packages of other platforms need not be downloaded.
fn packages() -> Vec<Value> {
    let about = Command::new("rustc").arg("-vV").output().unwrap();
    let about = String::from_utf8(about.stdout).unwrap();
    let mut lines = about.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host])
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let mut metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = metadata["packages"].take();
    all.as_array().unwrap().clone()
}

/// True when one of the alternatives of an SPDX expression asks only for licences that are fine.
/// Brackets are looked through: an alternative in one may be more than it says, never less.
fn is_fine(expression: &str) -> bool {
    let alternatives = expression.replace('/', " OR ");
    let mut alternatives = alternatives.split(" OR ");
    alternatives.any(|alternative| {
        let mut needed = alternative.split(" AND ");
        needed.all(|licence| LICENCES.contains(&licence.trim().trim_matches(['(', ')'])))
    })
}

#[test]
fn all_of_it_comes_from_the_registry_and_may_be_given_on() {
    let mut problems = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let Some(source) = package["source"].as_str() else {
            continue;
        };
        if !source.starts_with("registry+https://github.com/rust-lang/crates.io-index") {
            problems.push(format!("{name} comes from {source}"));
        }
        let licence = package["license"].as_str().unwrap_or("no licence");
        if !is_fine(licence) {
            problems.push(format!("{name} is under {licence}"));
        }
        if REFUSED.contains(&name) {
            problems.push(format!("{name} is refused"));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn an_expression_is_fine_when_one_of_its_alternatives_is() {
    for fine in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 AND ISC",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
    ] {
        assert!(is_fine(fine), "{fine}");
    }
    for refused in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "AGPL-3.0 OR GPL-2.0",
        "no licence",
    ] {
        assert!(!is_fine(refused), "{refused}");
    }
}
