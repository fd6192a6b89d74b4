//! Names in a link: percent-encoded UTF-8.

use std::fmt::Write;

/// Longest name, in characters.
const CHARACTERS_MAX: usize = 60;

/// The name that `value` stands for; `None` when it is empty, too long, no UTF-8, or has characters
/// that nobody sees.
pub(super) fn read(value: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), value.as_bytes());
    while let [first, more @ ..] = rest {
        rest = more;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(
            u8::from_str_radix(digits, 16)
                .ok()
                .filter(|_| is_hexadecimal)?,
        );
        rest = after;
    }
    let name = String::from_utf8(bytes).ok()?;
    let is_name = !name.trim().is_empty() && !name.chars().any(char::is_control);
    (is_name && name.chars().count() <= CHARACTERS_MAX).then_some(name)
}

/// How a name is written.
pub(super) fn written(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_a_link_and_hostile_ones_are_left_out() {
        for name in ["国网", "a b&c=d#", "100 % 绿电", "x"] {
            assert_eq!(read(&written(name)).as_deref(), Some(name));
        }
        assert_eq!(read("国网").as_deref(), Some("国网"));
        for hostile in ["", "%", "%4", "%+1", "%zz", "%FF", "%0A", "%20", "%\u{e9}"] {
            assert_eq!(read(hostile), None, "{hostile}");
        }
        assert_eq!(read(&"a".repeat(61)), None);
    }
}
