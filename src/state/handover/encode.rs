//! Texts as links, XML and names of files can carry them.

use std::fmt::Write;

use units::LatLon;

/// Longest name in a link, in characters.
const LABEL_MAX: usize = 60;

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(super) fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// A name as a value inside a link. Apps cut decoded values at commas, bars and brackets, and one
/// drops all places on the way when its lists then differ in length: these become their full-width
/// brothers.
pub(super) fn label(name: &str, position: LatLon) -> String {
    let separators = |next: char| match next {
        '|' => '｜',
        ',' => '，',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        next if next.is_control() => ' ',
        next => next,
    };
    let plain: String = name.chars().map(separators).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let label: String = words.join(" ").chars().take(LABEL_MAX).collect();
    if label.is_empty() {
        format!("{:.4} {:.4}", position.lat(), position.lon())
    } else {
        label
    }
}

/// Text inside XML: markup escaped, and without the characters that XML 1.0 cannot have.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for next in text.chars() {
        match next {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(next),
            '\u{fffe}' | '\u{ffff}' => {}
            next if next.is_control() => {}
            next => escaped.push(next),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_leaves_only_what_needs_no_escape() {
        assert_eq!(percent("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(percent("忻 &|%\n"), "%E5%BF%BB%20%26%7C%25%0A");
    }

    #[test]
    fn a_label_has_nothing_that_cuts_it() {
        let here = LatLon::new(38.4, 112.7).unwrap();
        assert_eq!(label(" 上\n下 ", here), "上 下");
        assert_eq!(label("甲|乙, (丙)", here), "甲｜乙， （丙）");
        assert_eq!(label("\u{0}\n", here), "38.4000 112.7000");
        assert_eq!(label(&"长".repeat(500), here).chars().count(), LABEL_MAX);
    }
}
