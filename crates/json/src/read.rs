//! Reading JSON, value by value.

use std::fmt;

use crate::parse::nearest;

/// Lists and records in one another beyond this are refused: they would take the stack. More than
/// `serde_json`'s 128, so that what it read of others can be written into a record of ours.
const DEPTH_MAX: u32 = 160;

/// Text that is not the JSON that was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its byte.
    pub at: usize,
    /// What was expected there.
    pub expected: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("expected ")?;
        to.write_str(&self.expected)?;
        to.write_str(" at byte ")?;
        let mut at = String::new();
        crate::number::push_whole(&mut at, i64::try_from(self.at).unwrap_or(i64::MAX));
        to.write_str(&at)
    }
}

impl std::error::Error for Wrong {}

type Read<T> = Result<T, Wrong>;

/// Reads one value after the other, without keeping any.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// From the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// That something else was expected at the value that comes, or came last.
    pub fn wrong<T>(&self, expected: &str) -> Read<T> {
        let (at, expected) = (self.at, expected.to_owned());
        Err(Wrong { at, expected })
    }

    /// Nothing may follow.
    pub fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.wrong("the end"),
        }
    }

    /// A record, with the fields that must be there, 64 at most: `field` is told each name, and reads
    /// its value; false when it knows no such name.
    pub fn record(
        &mut self,
        must: &[&str],
        field: &mut dyn FnMut(&str, &mut Self) -> Read<bool>,
    ) -> Read<()> {
        let mut seen = 0_u64;
        self.inside(b'{', b'}', &mut |reader| {
            reader.peek();
            let before = reader.at;
            let name = reader.text()?;
            reader.take(b':')?;
            let place = must.iter().position(|must| *must == name);
            seen |= place.map_or(0, |place| 1 << place);
            let is_known = field(&name, reader)?;
            if !is_known {
                reader.at = before;
                return reader.wrong("another name");
            }
            Ok(())
        })?;
        let missing = must.get(seen.trailing_ones() as usize);
        missing.map_or(Ok(()), |name| self.wrong(name))
    }

    /// A list: `item` reads each of its values.
    pub fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.inside(b'[', b']', item)
    }

    /// A list of so many numbers.
    pub fn numbers<const COUNT: usize>(&mut self) -> Read<[f64; COUNT]> {
        let (mut numbers, mut count) = ([0.0; COUNT], 0);
        let at = self.at;
        self.list(&mut |reader| {
            let number = reader.number()?;
            if let Some(slot) = numbers.get_mut(count) {
                *slot = number;
            }
            count += 1;
            Ok(())
        })?;
        if count != COUNT {
            self.at = at;
            return self.wrong("a list of another length");
        }
        Ok(numbers)
    }

    /// True when the value that comes is a list.
    pub fn is_list(&mut self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Passes over a value; its text.
    pub fn slice(&mut self) -> Read<&'a str> {
        self.peek();
        let before = self.at;
        self.skip()?;
        Ok(&self.text[before..self.at])
    }

    /// `null`, or what `read` reads.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.is_null() {
            return Ok(None);
        }
        read(self).map(Some)
    }

    /// A list of texts.
    pub fn texts(&mut self) -> Read<Vec<String>> {
        let mut texts = Vec::new();
        self.list(&mut |reader| {
            texts.push(reader.text()?);
            Ok(())
        })?;
        Ok(texts)
    }

    /// Reads a number if its name is one of these.
    pub fn among(&mut self, numbers: &mut [(&str, &mut f64)], name: &str) -> Read<bool> {
        match numbers.iter_mut().find(|number| number.0 == name) {
            Some((_, number)) => {
                **number = self.number()?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// `null`, which is taken, or a value that is read next.
    pub fn is_null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.word("null").is_ok()
    }

    /// `true` or `false`.
    pub fn flag(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            _ => self.word("false").map(|()| false),
        }
    }

    /// One of these texts: its value.
    pub fn one_of<T: Copy>(&mut self, known: &[(&str, T)]) -> Read<T> {
        self.peek();
        let before = self.at;
        let text = self.text()?;
        if let Some((_, value)) = known.iter().find(|known| known.0 == text) {
            return Ok(*value);
        }
        self.at = before;
        self.wrong("another text")
    }

    /// A number.
    pub fn number(&mut self) -> Read<f64> {
        self.numeral(b"-+.eE", f64::INFINITY, "a number")
    }

    /// A whole number within limits. It is in digits only: of `2.0` or `2e0`, which serde does not take for
    /// one, only the first is read.
    pub fn whole(&mut self, most: u32) -> Read<u32> {
        let number = self.numeral(b"", f64::from(most), "a whole number in range")?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "digits only, and in range"
        )]
        Ok(number as u32)
    }

    /// A number of digits and these `signs`, no greater than `most`.
    fn numeral(&mut self, signs: &[u8], most: f64, expected: &str) -> Read<f64> {
        self.peek();
        let rest = &self.text.as_bytes()[self.at..];
        let is_part = |byte: &&u8| byte.is_ascii_digit() || signs.contains(byte);
        let length = rest.iter().take_while(is_part).count();
        match number(&rest[..length]) {
            Some(number) if number <= most => {
                self.at += length;
                Ok(number)
            }
            _ => self.wrong(expected),
        }
    }

    /// A text.
    pub fn text(&mut self) -> Read<String> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\'));
            let Some(end) = end else {
                return self.wrong("the end of a text");
            };
            let plain = &rest[..end];
            if plain.bytes().any(|byte| byte < b' ') {
                return self.wrong("no control character");
            }
            text.push_str(plain);
            self.at += end + 1;
            if rest.as_bytes()[end] == b'"' {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// Passes over a value; true, as for a name that is known.
    pub fn skip(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b'{') => self.record(&[], &mut |_, value| value.skip())?,
            Some(b'[') => self.list(&mut |value| value.skip().map(drop))?,
            Some(b'"') => drop(self.text()?),
            Some(b't' | b'f') => drop(self.flag()?),
            Some(b'n') => self.word("null")?,
            _ => drop(self.number()?),
        }
        Ok(true)
    }

    fn inside(
        &mut self,
        open: u8,
        close: u8,
        item: &mut dyn FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        self.take(open)?;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return self.wrong("less depth");
        }
        if self.peek() != Some(close) {
            item(self)?;
            while self.peek() == Some(b',') {
                self.at += 1;
                item(self)?;
            }
        }
        self.depth -= 1;
        self.take(close)
    }

    /// The byte that comes after spaces.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += rest.iter().take_while(is_space).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Read<()> {
        if self.peek() != Some(byte) {
            let expected = [char::from(byte)].iter().collect::<String>();
            return self.wrong(&expected);
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &str) -> Read<()> {
        if !self.text[self.at..].starts_with(word) {
            return self.wrong(word);
        }
        self.at += word.len();
        Ok(())
    }

    /// The character that an escape stands for, behind its backslash.
    fn escaped(&mut self) -> Read<char> {
        let byte = self.text.as_bytes().get(self.at).copied();
        self.at += usize::from(byte.is_some_and(|byte| byte.is_ascii()));
        Ok(match byte {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut code = self.four()?;
                if (0xd800..0xdc00).contains(&code) && self.text[self.at..].starts_with("\\u") {
                    self.at += 2;
                    let low = self.four()?;
                    if (0xdc00..0xe000).contains(&low) {
                        code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    }
                }
                match char::from_u32(code) {
                    Some(character) => character,
                    None => return self.wrong("a character"),
                }
            }
            _ => return self.wrong("an escape"),
        })
    }

    /// Four hexadecimal digits.
    fn four(&mut self) -> Read<u32> {
        let bytes = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = bytes.unwrap_or_default().iter();
        let code = digits
            .map(|byte| char::from(*byte).to_digit(16))
            .try_fold(0, |code, digit| Some(code * 16 + digit?));
        match (code, bytes) {
            (Some(code), Some(_)) => {
                self.at += 4;
                Ok(code)
            }
            _ => self.wrong("four hexadecimal digits"),
        }
    }
}

/// The number that a whole text is, as JSON writes numbers.
pub fn read_number(text: &str) -> Option<f64> {
    number(text.as_bytes())
}

/// A number as JSON has it; `None` for anything else, and for what no float holds.
fn number(text: &[u8]) -> Option<f64> {
    let (is_negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (whole, rest) = text.split_at(digits(text));
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] if digits(rest) > 0 => rest.split_at(digits(rest)),
        [b'.', ..] => return None,
        _ => (&[][..], rest),
    };
    if whole.is_empty() || whole.len() > 1 && whole[0] == b'0' {
        return None;
    }
    let power = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => {
            let (sign, rest) = match rest {
                [b'-', rest @ ..] => (-1, rest),
                [b'+', rest @ ..] => (1, rest),
                _ => (1, rest),
            };
            if rest.is_empty() || digits(rest) < rest.len() {
                return None;
            }
            let add = |power: i32, byte: &u8| {
                let digit = i32::from(byte - b'0');
                (power * 10 + digit).min(1 << 24)
            };
            sign * rest.iter().fold(0, add)
        }
        _ => return None,
    };
    let decimals = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
    let mut all = whole.iter().chain(fraction).map(|byte| byte - b'0');
    let value = nearest(&mut all, power.saturating_sub(decimals))?;
    Some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests;
