//! What the screen about the data says.

use crate::state::{Language, Table as _};

words! {
    /// The sentences of the screen about the data.
    DataWords:
    title: "关于数据", "About the data";
    demo_lead: "充电站全部或部分为虚构的演示数据，不能据此判断当地有多少充电桩。", "Some or all stations are invented for demonstration: they say nothing about how many chargers there are.";
    real_lead: "以下统计来自本页载入的充电站文件。", "Counted in the station file that this page has loaded.";
    counts: "充电站统计", "What is counted";
    by_county: "各县（市、区）的充电设施", "Charging by county";
    county: "县区", "County";
    stations: "站", "Stations";
    piles: "桩", "Piles";
    direct: "直流枪", "DC plugs";
    alternating: "交流枪", "AC plugs";
    swap: "换电站", "Swap";
    total: "合计", "Total";
    no_county: "未注明", "Not said";
    invented: "其中虚构", "of these invented";
    open: "开放可用", "Open to all";
    by_access: "按开放范围", "By who may use them";
    access: "开放范围", "For whom";
    open_note: "“开放可用”指对所有人开放且在营的站；找桩和规划只用这些。", "“Open to all” are public stations in operation: only these are suggested and planned with.";
    targets: "规划数字对照", "Beside the plan's figures";
    targets_caption: "规划中的数字与本页数据", "Figures of the plan and of this data";
    figure: "指标", "Figure";
    end_2022: "2022 年底", "End of 2022";
    end_2025: "2025 年底", "End of 2025";
    target: "目标", "target";
    this_data: "本页数据", "This data";
    targets_note: "“目标”是规划提出的，是否达成本页不知道。规划数的是桩，不是站，两者不能相比；本页数的是文件中的全部桩，不计算桩车比。", "A target is what the plan wants; whether it was met is not known here. The plan counts piles, not stations, which cannot be compared. Counted here are all piles of the file; no ratio is computed.";
    look: "外观", "Colours";
    look_device: "跟随系统", "As the device";
    look_light: "浅色", "Light";
    look_dark: "深色", "Dark";
    look_strong: "高对比度", "High contrast";
    look_not_kept: "浏览器不保存设置，仅本次有效", "The browser keeps no settings: this holds until the page is left";
    source: "来源", "Source";
    sources: "来源与许可", "Sources and licences";
    file: "文件", "File";
    edition: "数据日期", "Day of the data";
    licence: "许可", "Licence";
    attribution: "署名", "Credit";
    file_roads: "路网与地名", "Roads and places";
    file_stations: "充电站", "Stations";
    file_vehicles: "车型", "Vehicles";
    file_guide: "沿线资料", "Roads as strips";
    missing: "未载入", "not loaded";
    schematic: "示意", "schematic";
    demo: "演示", "demo";
    real: "非演示", "not demo";
    live: "实时状态", "Live states";
    live_none: "本站点没有实时状态。", "This site has no live states.";
    live_connected: "正在接收", "arriving";
    live_connecting: "正在连接", "connecting";
    live_cut: "已中断", "interrupted";
    live_offline: "离线", "offline";
    live_written: "最近写入", "last written";
    left_out: "有误而略过的记录", "Records that were faulty and left out";
    left_out_none: "没有略过任何记录。", "No record was left out.";
    trust: "实时状态与可信度如何判断", "How live states are judged";
    trust_caption: "状态多旧还算数", "How old a state may be";
    age: "距运营商确认", "Since the operator's word";
    meaning: "怎样显示", "How it is shown";
    age_now: "“刚刚”，计入", "“just now”; it counts";
    age_recent: "注明几分钟前，计入", "with its minutes; it counts";
    age_stale: "注明“可能已变化”，计入，列表里排得靠后一些", "“may have changed”; it counts, a little lower in lists";
    age_old: "不再计入，只说上次看到的情况", "it does not count: only what was seen last is told";
    trust_oldest: "一个站以其中最久未确认的枪为准；时间按服务器的钟校正，手机时钟不准也不会显得更新。", "A station is as old as its oldest connector. Time is the server's: a wrong clock never makes anything look newer.";
    trust_words: "“显示空闲”是运营商的说法，不是保证；到达时可能不同。", "“Reported free” is what the operator says, not a promise: it may differ on arrival.";
    trust_silence: "运营商静默超过“几分钟前”的上限，卡片上会写“运营商数据中断”。", "When an operator is silent for longer than the second line, cards say that its data is interrupted.";
    trust_offline: "没有网络时，所有状态都只作为历史显示。", "Without a network all states are shown as history only.";
    trust_plan: "规划会避开已知故障的枪；满位时按每辆车平均停留的时间估计等待：", "Plans avoid what is known to be broken; where all is taken, a car is reckoned to stay for";
    trust_usual: "“通常多忙”按一周中的每小时，从看到的状态统计，不含任何个人记录。", "How busy it usually is, is counted by the hour of the week from states that were seen. No person's record is in it.";
    mark: "“多少天没见到工作”怎样计算", "How “not seen working” is computed";
    mark_source: "网关每分钟看一次各枪的状态，按当地日期计天；10 分钟内没有确认的状态不算看到。", "The gateway looks at each connector's state every minute and counts local days; a state that was not confirmed within 10 minutes was not seen.";
    mark_idle: "“几天没见到有车充电”：自上次看到“充电中”以来，看到状态的天数；从没见过的，从开始看的那天算起。", "“No car was seen charging”: days on which states were seen since it last said “charging”, or since it was first watched.";
    mark_down: "“不可用”：运营商报告故障、离线或停用的天数；报告空闲、占用、预约或充电即清零。", "“Unusable”: days on which its operator called it faulty, offline or out of use; free, taken, reserved or charging ends the count.";
    mark_limits: "卡片从 3 天起提醒；别的枪有人用、某枪 7 天无人用时，另外说明。没有看到状态的日子不计，没有记录就写没有记录。", "Cards warn from 3 days on, and tell of a plug that nobody used for 7 days while others were used. Days without states do not count; where there is no record, it says so.";
    mark_no_score: "不打分，不是官方评价；没人充电不等于坏了。附近列表里，从 3 天起按远 10 分钟排序，并注明。司机的问题报告不计入。", "There is no score, and nothing official: unused does not mean broken. From 3 days on lists take it for 10 minutes further away, and say so. Drivers' reports do not count.";
    notes: "请留意", "Please note";
    note_schematic: "地图是示意图，不用于导航；行车以道路标志为准。", "The map is schematic and not for navigation: follow the signs on the road.";
    note_rating: "本页不是官方评价，也不代表任何运营商。", "Nothing here is an official rating, nor an operator's word.";
    note_private: "位置只在本机使用，不上传；链接里只写“我”。", "Your position stays on this device; a link only says “me”.";
    note_offers: "到达前请自行确认充电站能否使用，并留足电量。", "Make sure that a station works before you rely on it, and keep enough charge.";
    note_traffic: "交通事故报警", "Traffic police";
    note_fire: "火警与救援", "Fire and rescue";
    app: "程序", "The app";
    version: "版本", "Version";
    code_licence: "程序许可", "Licence of the code";
    map_licence: "地图组件 Leaflet", "Map library Leaflet";
    tiles_licence: "底图组件 protomaps-leaflet", "Base map library protomaps-leaflet";
    read_licence: "许可全文", "Licence text";
}

impl DataWords {
    fn is_chinese(&self) -> bool {
        *self == *Self::of(Language::Zh)
    }

    /// `3 天前`, `3 days old`; empty for a day that is yet to come.
    pub fn days(&self, days: i64) -> String {
        match (days, self.is_chinese()) {
            (..=-1, _) => String::new(),
            (0, true) => "今天".to_owned(),
            (0, false) => "today".to_owned(),
            (1, true) => "昨天".to_owned(),
            (1, false) => "yesterday".to_owned(),
            (days, true) => format!("{days} 天前"),
            (days, false) => format!("{days} days ago"),
        }
    }

    /// `2 分钟`, `2 min`.
    pub fn minutes(&self, seconds: u32) -> String {
        let minutes = seconds / 60;
        if self.is_chinese() {
            format!("{minutes} 分钟")
        } else {
            format!("{minutes} min")
        }
    }

    /// `不超过 2 分钟`, `up to 2 min`.
    pub fn up_to(&self, seconds: u32) -> String {
        let minutes = self.minutes(seconds);
        if self.is_chinese() {
            format!("不超过 {minutes}")
        } else {
            format!("up to {minutes}")
        }
    }

    /// `超过 30 分钟`, `more than 30 min`.
    pub fn beyond(&self, seconds: u32) -> String {
        let minutes = self.minutes(seconds);
        if self.is_chinese() {
            format!("超过 {minutes}")
        } else {
            format!("more than {minutes}")
        }
    }

    /// `8 个来源`, `8 sources`.
    pub fn sources_of(&self, count: usize) -> String {
        match (count, self.is_chinese()) {
            (count, true) => format!("{count} 个来源"),
            (1, false) => "1 source".to_owned(),
            (count, false) => format!("{count} sources"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_naturally() {
        let (zh, en) = (DataWords::of(Language::Zh), DataWords::of(Language::En));
        let all = |words: &DataWords| [0, 1, 3].map(|days| words.days(days));
        assert_eq!(all(zh), ["今天", "昨天", "3 天前"]);
        assert_eq!(all(en), ["today", "yesterday", "3 days ago"]);
        assert_eq!(en.days(-2), "");
        assert_eq!(en.up_to(120), "up to 2 min");
        assert_eq!(
            (en.sources_of(1), zh.sources_of(2)),
            ("1 source".into(), "2 个来源".into())
        );
    }
}
