//! Running `yilu` and looking at what it says.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test file uses some of it"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Runs `yilu`; returns status, standard output and standard error.
pub fn yilu(arguments: &[&str]) -> (i32, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_yilu"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        run.status.code().unwrap(),
        text(run.stdout),
        text(run.stderr),
    )
}

pub fn answer(arguments: &[&str]) -> Value {
    let (status, out, err) = yilu(arguments);
    assert_eq!(status, 0, "{arguments:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

pub fn data(name: &str) -> PathBuf {
    // Cargo runs tests in the folder of their package.
    Path::new("../../data").join(name)
}

/// A folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A command that must refuse its input with `part` in the message.
pub fn check_refused(arguments: &[&str], part: &str) {
    let (status, out, err) = yilu(arguments);
    assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}: {err}");
    assert!(err.contains(part), "{arguments:?}: {err}");
}
