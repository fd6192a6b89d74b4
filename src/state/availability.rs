//! Live states in words. "Free" is what an operator reports, and is told as that.

use live::{Freshness, UnixTime};

use crate::state::{Availability, Following, Language, words};

/// `显示空闲 3/8 · 刚刚`; how old it is always belongs to it. `clock` says
/// a time as clocks there show it.
pub fn availability(
    known: Availability,
    language: Language,
    clock: impl Fn(UnixTime) -> String,
) -> String {
    match known {
        Availability::Unknown => words(language).no_live.to_owned(),
        Availability::Known { age, freshness, .. } => {
            let count = free_count(known, language);
            let may_change = match (freshness, language) {
                (Freshness::Now | Freshness::Recent, _) => "",
                (_, Language::Zh) => "，可能已变化",
                (_, Language::En) => ", may have changed",
            };
            format!("{count} · {}{may_change}", since(age, freshness, language))
        }
        Availability::Seen { free, of, at } => {
            let at = clock(at);
            match language {
                Language::Zh => format!("状态未知 · {at} 曾显示空闲 {free}/{of}"),
                Language::En => format!("Not known · at {at} {free} of {of} were reported free"),
            }
        }
    }
}

/// `显示空闲 3/8`, beside something that says how old that is; empty when it does not count.
pub fn free_count(known: Availability, language: Language) -> String {
    match (known, language) {
        (Availability::Known { out, of, .. }, Language::Zh) if out == of => {
            format!("报告全部不可用（{of} 把枪）")
        }
        (Availability::Known { out, of, .. }, Language::En) if out == of => {
            format!("all {of} reported out of use")
        }
        (Availability::Known { free, out, of, .. }, Language::Zh) => {
            let out = (out > 0).then(|| format!("，{out} 把不可用"));
            format!("显示空闲 {free}/{of}{}", out.unwrap_or_default())
        }
        (Availability::Known { free, out, of, .. }, Language::En) => {
            let out = (out > 0).then(|| format!(", {out} out of use"));
            format!("{free} of {of} reported free{}", out.unwrap_or_default())
        }
        (Availability::Unknown | Availability::Seen { .. }, _) => String::new(),
    }
}

/// `运营商数据中断 12 分钟`.
pub fn silence(seconds: u32, language: Language) -> String {
    let minutes = seconds / 60;
    match language {
        Language::Zh => format!("运营商数据中断 {minutes} 分钟"),
        Language::En => format!("The operator's data has been interrupted for {minutes} min"),
    }
}

/// How following the live files goes, for all stations together.
pub fn following(
    state: Following,
    language: Language,
    clock: impl Fn(UnixTime) -> String,
) -> Option<String> {
    let at = |time: Option<UnixTime>| time.map(&clock);
    Some(match (state, language) {
        (Following::Unannounced, _) => return None,
        (Following::Connecting, _) => words(language).live_connecting.to_owned(),
        (Following::Connected, _) => words(language).live_connected.to_owned(),
        (Following::Offline(time), Language::Zh) => match at(time) {
            Some(at) => format!("离线 · 数据截至 {at}"),
            None => "离线 · 没有实时状态".to_owned(),
        },
        (Following::Offline(time), Language::En) => match at(time) {
            Some(at) => format!("Offline · as of {at}"),
            None => "Offline · no live status".to_owned(),
        },
        (Following::Cut(time), Language::Zh) => match at(time) {
            Some(at) => format!("实时状态中断 · 数据截至 {at}"),
            None => "暂时没有实时状态".to_owned(),
        },
        (Following::Cut(time), Language::En) => match at(time) {
            Some(at) => format!("Live status interrupted · as of {at}"),
            None => "No live status for now".to_owned(),
        },
    })
}

/// `刚刚`, `3 分钟前`.
fn since(age: u32, freshness: Freshness, language: Language) -> String {
    let minutes = (age / 60).max(1);
    match (freshness, language) {
        (Freshness::Now, Language::Zh) => "刚刚".to_owned(),
        (Freshness::Now, Language::En) => "just now".to_owned(),
        (_, Language::Zh) => format!("{minutes} 分钟前"),
        (_, Language::En) => format!("{minutes} min ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(free: usize, age: u32) -> Availability {
        Availability::Known {
            free,
            out: 0,
            of: 8,
            age,
            freshness: live::Limits::default().of(age),
        }
    }

    fn clock(time: UnixTime) -> String {
        format!("[{}]", time.0)
    }

    #[test]
    fn how_old_it_is_belongs_to_it() {
        let zh = |known| availability(known, Language::Zh, clock);
        assert_eq!(zh(known(3, 20)), "显示空闲 3/8 · 刚刚");
        assert_eq!(zh(known(3, 200)), "显示空闲 3/8 · 3 分钟前");
        assert_eq!(zh(known(0, 1440)), "显示空闲 0/8 · 24 分钟前，可能已变化");
        let seen = Availability::Seen {
            free: 3,
            of: 8,
            at: UnixTime(77),
        };
        assert_eq!(zh(seen), "状态未知 · [77] 曾显示空闲 3/8");
        assert_eq!(zh(Availability::Unknown), "无实时状态");
        let broken = |out| Availability::Known {
            free: 0,
            out,
            of: 8,
            age: 20,
            freshness: live::Limits::default().of(20),
        };
        assert_eq!(zh(broken(3)), "显示空闲 0/8，3 把不可用 · 刚刚");
        assert_eq!(zh(broken(8)), "报告全部不可用（8 把枪） · 刚刚");
        let en = |known| availability(known, Language::En, clock);
        assert_eq!(
            en(known(3, 1440)),
            "3 of 8 reported free · 24 min ago, may have changed"
        );
    }
}
