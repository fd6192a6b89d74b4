//! Sentences with figures about what an app carries.

use super::{App, Device};
use crate::state::{HandoverWords, Language, Table};

impl HandoverWords {
    /// The name of an app.
    pub fn app(&self, app: App) -> &'static str {
        match app {
            App::Amap => self.amap,
            App::Baidu => self.baidu,
            App::Tencent => self.tencent,
            App::Apple => self.apple,
            App::Google => self.google,
            App::Petal => self.petal,
            App::Geo => self.geo,
        }
    }
}

/// What the button to an app says: `用高德地图导航`.
pub fn go(app: App, language: Language) -> String {
    let name = HandoverWords::of(language).app(app);
    match (language, app) {
        (Language::Zh, App::Geo) => format!("用{name}打开"),
        (Language::Zh, _) => format!("用{name}导航"),
        (Language::En, App::Geo) => format!("Open in {}", name.to_lowercase()),
        (Language::En, _) => format!("Navigate with {name}"),
    }
}

/// Why a route does not go into one link: `高德地图（网页）只能带 1 个途经点，这次有 3 个`.
pub fn limit(app: App, device: Device, vias: usize, language: Language) -> String {
    let words = HandoverWords::of(language);
    let name = words.app(app);
    let on_web = !device.is_mobile() && matches!(app, App::Amap | App::Baidu);
    let most = app.vias_max(device);
    match language {
        Language::Zh => {
            let name = if on_web {
                format!("{name}网页版")
            } else {
                name.to_owned()
            };
            match most {
                0 => format!("{name}的链接不能带途经点（这次有 {vias} 个）。"),
                most => format!("{name}的链接最多带 {most} 个途经点（这次有 {vias} 个）。"),
            }
        }
        Language::En => {
            let name = if on_web {
                format!("{name} on the web")
            } else {
                name.to_owned()
            };
            match most {
                0 => format!("A link to {name} takes no place on the way; this trip has {vias}."),
                1 => format!("A link to {name} takes 1 place on the way; this trip has {vias}."),
                most => format!(
                    "A link to {name} takes at most {most} places on the way; this trip has {vias}."
                ),
            }
        }
    }
}

/// A name for a file: `yilu-忻州古城-老牛湾.gpx`. Letters and digits of any script stay.
pub fn file_name(name: &str, ending: &str) -> String {
    let words = name.split(|next: char| !next.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let words: Vec<&str> = ["yilu"].into_iter().chain(words).collect();
    let name: String = words.join("-").chars().take(60).collect();
    format!("{name}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::super::device::System;
    use super::*;

    #[test]
    fn an_app_that_carries_too_little_is_told_of() {
        let on = |system| Device {
            system,
            is_wechat: false,
        };
        let said = limit(App::Amap, on(System::Desktop), 3, Language::Zh);
        assert_eq!(
            said,
            "高德地图网页版的链接最多带 1 个途经点（这次有 3 个）。"
        );
        let said = limit(App::Tencent, on(System::Ios), 2, Language::En);
        let expected = "A link to Tencent Maps takes no place on the way; this trip has 2.";
        assert_eq!(said, expected);
    }

    #[test]
    fn a_file_is_called_by_letters_and_digits() {
        let name = file_name("忻州古城 → ../../老牛湾\n\0", "gpx");
        assert_eq!(name, "yilu-忻州古城-老牛湾.gpx");
        assert_eq!(file_name("///", "ics"), "yilu.ics");
    }
}
