//! What kind of device the page is on, as far as links to apps care.

/// The system, which decides what an app's link looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Android.
    Android,
    /// iOS and iPadOS.
    Ios,
    /// `HarmonyOS` without Android below it.
    Harmony,
    /// Anything else.
    Desktop,
}

/// A system, and the app in which the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// The system.
    pub system: System,
    /// True inside `WeChat`, which lets no page open another app.
    pub is_wechat: bool,
}

impl Device {
    /// From what the browser says of itself. iPads call themselves Macs, but have fingers.
    pub fn of(agent: &str, touches_max: i32) -> Self {
        let has = |word: &str| agent.contains(word);
        let is_ios = ["iPhone", "iPad", "iPod"].into_iter().any(has);
        let system = if is_ios || (has("Macintosh") && touches_max > 1) {
            System::Ios
        } else if has("OpenHarmony") {
            System::Harmony
        } else if has("Android") {
            System::Android
        } else {
            System::Desktop
        };
        Self {
            system,
            is_wechat: has("MicroMessenger"),
        }
    }

    /// True for what one holds in a hand.
    pub fn is_mobile(self) -> bool {
        self.system != System::Desktop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let system = |agent, touches| Device::of(agent, touches).system;
        let pixel = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0";
        assert_eq!(system(pixel, 5), System::Android);
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15";
        assert_eq!(system(phone, 5), System::Ios);
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";
        assert_eq!(system(mac, 0), System::Desktop);
        assert_eq!(system(mac, 5), System::Ios, "an iPad");
        let next = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1.6.1 Mobile";
        assert_eq!(system(next, 5), System::Harmony);
        assert_eq!(system("", 0), System::Desktop);
        let inside = format!("{phone} MicroMessenger/8.0.50");
        assert!(Device::of(&inside, 5).is_wechat);
        assert!(!Device::of(phone, 5).is_wechat);
    }
}
