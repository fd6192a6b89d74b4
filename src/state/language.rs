//! The two languages of the interface.

use container::Text;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese, the first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The text in this language; the other one where it is missing.
    pub fn pick(self, text: &Text) -> &str {
        let (first, second) = match self {
            Self::Zh => (&text.zh, &text.en),
            Self::En => (&text.en, &text.zh),
        };
        if first.is_empty() { second } else { first }
    }

    /// The BCP 47 tag for `<html lang>` and number formats.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The short name in links.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of a short name or tag; `None` when it is neither Chinese nor English.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The half of a text such as `扫码启动 / scan to start` in this language; any other text as it is.
    pub fn half(self, text: &str) -> &str {
        let is_chinese = |half: &str| {
            half.chars()
                .any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
        };
        match text.split_once(" / ") {
            Some((zh, en)) if is_chinese(zh) && !is_chinese(en) => match self {
                Self::Zh => zh,
                Self::En => en,
            },
            _ => text,
        }
    }

    /// A name and what it is: `备用站：豆罗`, `If it fails: Douluo`.
    pub fn named(self, name: &str, what: &str) -> String {
        match self {
            Self::Zh => format!("{name}：{what}"),
            Self::En => format!("{name}: {what}"),
        }
    }

    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_both_languages_is_told_in_one() {
        let both = "演示：扫码启动 / demo: scan to start";
        assert_eq!(Language::Zh.half(both), "演示：扫码启动");
        assert_eq!(Language::En.half(both), "demo: scan to start");
        for text in ["AC / DC", "左 / 右", "扫码", ""] {
            assert_eq!(Language::En.half(text), text);
        }
    }
}
