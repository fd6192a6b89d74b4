//! What went wrong in a sentence for the driver, and below it what only a programmer needs.

use container::Text;

/// A sentence in both languages with a detail in English on a line of its own.
pub fn with_detail(zh: &str, en: &str, detail: &str) -> Text {
    let lines = |sentence| [sentence, "\n", detail].concat();
    Text::new(lines(zh), lines(en))
}

/// The sentence, and the detail where there is one.
pub fn sentence_of(text: &str) -> (&str, Option<&str>) {
    match text.split_once('\n') {
        Some((sentence, detail)) => (sentence, Some(detail)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_stands_below_its_sentence() {
        let text = with_detail("坏了", "It broke", "found 1\nexpected 2");
        assert_eq!(sentence_of(&text.zh), ("坏了", Some("found 1\nexpected 2")));
        assert_eq!(sentence_of(&text.en).0, "It broke");
        assert_eq!(sentence_of("好"), ("好", None));
    }
}
