//! Writing JSON, value by value.

use crate::number::{push_number, push_whole};

/// Writes one value after the other.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    /// A record, whose fields `fields` writes: each by its name and a value.
    pub fn record(&mut self, fields: impl FnOnce(&mut Self)) {
        self.text.push('{');
        fields(self);
        self.text.push('}');
    }

    /// A list, each of whose values `item` writes.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        self.text.push('[');
        for each in items {
            self.separate();
            item(self, each);
        }
        self.text.push(']');
    }

    /// The name of a field, whose value follows.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.text(name);
        self.text.push(':');
        self
    }

    /// A number; `null` for one that is none.
    pub fn number(&mut self, value: f64) {
        push_number(&mut self.text, value);
    }

    /// A whole number.
    pub fn whole(&mut self, value: usize) {
        push_whole(&mut self.text, i64::try_from(value).unwrap_or(i64::MAX));
    }

    /// `true` or `false`.
    pub fn flag(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// A text, or `null`.
    pub fn text_or_null(&mut self, value: Option<&str>) {
        match value {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// `null`.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        self.text.push('"');
        // Characters one after the other that stay as they are.
        let mut plain = 0;
        for (at, byte) in value.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                0x8 => "\\b",
                0xc => "\\f",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0..b' ' => "\\u00",
                _ => continue,
            };
            self.text.push_str(&value[plain..at]);
            plain = at + 1;
            self.text.push_str(escape);
            if escape.len() > 2 {
                let digits = [byte / 16, byte % 16].map(|digit| char::from_digit(digit.into(), 16));
                self.text.extend(digits.into_iter().flatten());
            }
        }
        self.text.push_str(&value[plain..]);
        self.text.push('"');
    }

    /// A comma, but for the first one inside. No value ends like that.
    fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), Some(b'{' | b'[')) {
            self.text.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn records_and_lists_are_as_they_should() {
        let mut writer = Writer::default();
        writer.record(|to| {
            to.name("a").number(1.0);
            to.name("b").list([1, 2], Writer::whole);
            to.name("c").record(|_| {});
            to.name("d").list([[0.5, 2.0]; 2], |to, pair| {
                to.list(pair, Writer::number);
            });
            to.name("e").flag(true);
            to.name("f").text_or_null(None);
        });
        let expected = r#"{"a":1.0,"b":[1,2],"c":{},"d":[[0.5,2.0],[0.5,2.0]],"e":true,"f":null}"#;
        assert_eq!(writer.into_text(), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_does(text in any::<String>(), low in "[\x00-\x7f]*") {
            for text in [text, low] {
                let mut writer = Writer::default();
                writer.text(&text);
                prop_assert_eq!(writer.into_text(), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
