#![allow(clippy::disallowed_methods, reason = "tests read their cases")]

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use super::*;

fn forms() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases/forms")
}

fn source<'a>(name: &str, bytes: &'a [u8]) -> Source<'a> {
    Source {
        name: name.to_owned(),
        open: Box::new(move || Ok(Box::new(Cursor::new(bytes)) as Box<dyn Read>)),
    }
}

/// All elements as text, sorted, since forms have them in orders of their own.
fn text(name: &str, bytes: &[u8]) -> Result<Vec<String>, OsmError> {
    let mut all = Vec::new();
    elements(
        &source(name, bytes),
        |_| true,
        |element| all.push(format!("{element:?}")),
    )?;
    all.sort();
    Ok(all)
}

#[test]
fn every_form_has_the_same_elements() {
    let plain = fs::read(forms().join("sea.osm")).unwrap();
    let expected = text("sea.osm", &plain).unwrap();
    assert_eq!(expected.len(), 7);
    assert!(
        expected
            .iter()
            .any(|element| element.contains("at: [7500000, 1250000]"))
    );
    assert!(
        expected
            .iter()
            .any(|element| element.contains(r#"岢岚 & \"Kelan\""#))
    );
    let mut count = 0;
    for entry in fs::read_dir(forms()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            text(&name, &fs::read(&path).unwrap()).unwrap(),
            expected,
            "{name}"
        );
        count += 1;
    }
    assert_eq!(count, 7);
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for entry in fs::read_dir(forms()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let whole = fs::read(&path).unwrap();
        let expected = text(&name, &whole).unwrap();
        // A plain file may lose the line feed at its end.
        let content = whole.trim_ascii_end().len();
        for end in 0..content {
            match text(&name, &whole[..end]) {
                Err(OsmError::Unreadable { file, .. }) => assert_eq!(file, name),
                Err(other) => panic!("{name} cut at {end}: {other}"),
                // Frames of a PBF end without any mark: cut between them, it has fewer.
                Ok(found) => {
                    let is_frame = path.extension().is_some_and(|end| end == "pbf");
                    assert!(
                        is_frame && found.len() < expected.len(),
                        "{name} cut at {end}"
                    );
                }
            }
        }
    }
}

#[test]
fn damaged_bytes_never_panic() {
    for entry in fs::read_dir(forms()).unwrap() {
        let path = entry.unwrap().path();
        let whole = fs::read(&path).unwrap();
        for index in 0..whole.len() {
            for damage in [0x00, 0xff, whole[index] ^ 0x01, whole[index] ^ 0x80] {
                let mut damaged = whole.clone();
                damaged[index] = damage;
                let _ = text("damaged", &damaged);
            }
        }
    }
}

#[test]
fn what_is_no_extract_is_refused_with_what_was_found() {
    let refused = |bytes: &[u8]| text("x", bytes).unwrap_err().to_string();
    assert!(refused(b"").contains("expected OpenStreetMap PBF or XML"));
    assert!(refused(b"PK\x03\x04....").contains("[50, 4b"));
    assert!(refused(b"<gpx></gpx>").contains("found <gpx>, expected <osm>"));
    assert!(refused(&[0, 0, 0, 0]).contains("without the size"));
    // A block of 67 MB, and a header of 1 MB, which is no form at all.
    assert!(refused(&[0, 0, 0, 5, 0x18, 0xff, 0xff, 0xff, 0x1f]).contains("expected at most"));
    assert!(refused(&[0, 0x10, 0, 0, 0]).contains("expected OpenStreetMap"));
}
