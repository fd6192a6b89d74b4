//! Opening hours in the words of feeds.

use stations::Opening;

/// Day and night, as T/CEC 102 feeds and tables write it.
const ALWAYS: [&str; 9] = [
    "24/7",
    "24h",
    "24hours",
    "24小时",
    "全天",
    "全天24小时",
    "24小时营业",
    "全天开放",
    "周一至周日00:00-24:00",
];
/// Words of Chinese feeds and what they are in OpenStreetMap's.
const CHINESE: [(&str, &str); 20] = [
    ("每天", ""),
    ("每日", ""),
    ("工作日", "Mo-Fr "),
    ("周末", "Sa-Su "),
    ("星期", "周"),
    ("周一", "Mo"),
    ("周二", "Tu"),
    ("周三", "We"),
    ("周四", "Th"),
    ("周五", "Fr"),
    ("周六", "Sa"),
    ("周日", "Su"),
    ("周天", "Su"),
    ("至", "-"),
    ("~", "-"),
    ("～", "-"),
    ("—", "-"),
    ("：", ":"),
    ("，", ";"),
    ("；", ";"),
];

/// Longer texts are no hours, and would take long.
const LENGTH_MAX: usize = 1000;

/// Reads hours. What OpenStreetMap's grammar understands becomes a rule; anything else stays in
/// its own words.
pub(crate) fn opening(text: &str) -> Opening {
    let text = text.trim();
    if text.len() > LENGTH_MAX {
        return Opening::in_words(text);
    }
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Opening::default();
    }
    if ALWAYS.contains(&squeezed.to_lowercase().as_str()) {
        return Opening::always();
    }
    let translated = CHINESE
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let spaced = days_apart(&translated);
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    match opening_hours_syntax::parse(&spaced) {
        Ok(expression) => {
            let rule = expression.normalize().to_string();
            let is_theirs = rule == text || rule == "24/7";
            Opening {
                text: if is_theirs {
                    String::new()
                } else {
                    text.to_owned()
                },
                rule,
            }
        }
        Err(_) => Opening::in_words(text),
    }
}

/// A space between a day and the hour behind it: `Mo-Fr08:00` is how Chinese text comes out.
fn days_apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = ' ';
    for next in text.chars() {
        if last.is_ascii_lowercase() && next.is_ascii_digit() {
            out.push(' ');
        }
        out.push(next);
        last = next;
    }
    out
}

/// As a table writes it: the rule, or the words where there is none.
pub(crate) fn written(opening: &Opening) -> &str {
    if opening.rule.is_empty() {
        &opening.text
    } else {
        &opening.rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_night_is_one_rule_however_it_is_written() {
        for text in [
            "24/7",
            "24 h",
            "全天24小时",
            "00:00-24:00",
            "周一至周日 00:00-24:00",
            "Mo-Su",
        ] {
            assert!(opening(text).is_always(), "{text}: {:?}", opening(text));
        }
    }

    #[test]
    fn hours_become_rules_and_keep_their_words() {
        for (text, rule) in [
            ("Mo-Fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
            ("周一至周五08:00-18:00", "Mo-Fr 08:00-18:00"),
            ("每天 06:00～22:00", "06:00-22:00"),
            (
                "工作日 09:00-17:00；周末 10:00-16:00",
                "Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00",
            ),
        ] {
            assert_eq!(opening(text).rule, rule, "{text}");
        }
        assert_eq!(
            opening("周一至周五08:00-18:00").text,
            "周一至周五08:00-18:00"
        );
        assert_eq!(
            opening("营业时间以现场为准"),
            Opening::in_words("营业时间以现场为准")
        );
        assert_eq!(opening(" "), Opening::default());
    }
}
