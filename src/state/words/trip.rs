//! What the wishes of a trip and its alternatives say.

use planner::Aim;

use super::Table;
use crate::state::{Carries, Language, Style};

words! {
    /// The sentences of the trip's wishes, and of the answer to them.
    TripWords:
    add_via: "添加途经点", "Add a place on the way";
    via_hint: "途经哪里", "By way of where";
    stay: "停留", "Stay";
    no_stay: "不停留", "no stay";
    wishes: "更多设置", "More settings";
    depart: "出发时间", "Departure";
    now: "现在", "Now";
    set_now: "改为现在出发", "Leave now instead";
    arrival: "到达时至少", "Least on arrival";
    as_reserve: "同保留电量", "as the charge to keep";
    charge_max: "每次最多充到", "Charge to at most";
    no_limit: "不限", "no limit";
    stop_least: "每站至少充", "A stop at least";
    stop_most: "每站最多充", "A stop at most";
    any_length: "多短都行", "any length";
    back: "往返", "Round trip";
    no_back: "单程", "one way";
    back_at_once: "到达后立即返回", "back at once";
    back_after: "停留后返回", "back after";
    load: "乘客与行李", "Passengers and luggage";
    carries: "车外装载", "On the outside";
    style: "驾驶方式", "Driving";
    aim: "优先", "Best is";
    breaks: "每 4 小时休息 20 分钟（法规要求）", "20 minutes' break after 4 hours (the law)";
    meal: "用餐", "A meal";
    no_meal: "不安排", "none";
    avoided: "不去的充电站", "Stations not to use";
    avoid: "换一站（不去这里）", "Not here: find another";
    not_there: "行程不再去这一站", "The trip does without that station";
    roads: "道路", "Roads";
    tourism: "旅游公路", "Tourism roads";
    tourism_as_any: "和其他路一样", "as any road";
    tourism_some: "稍微优先", "a little rather";
    tourism_rather: "优先", "rather";
    tourism_most: "尽量走", "wherever it works";
    avoid_operators: "不去的运营商", "Operators not to use";
    prefer_operators: "优先的运营商", "Preferred operators";
    elsewhere: "去别家可多花", "Another one only beyond";
    avoid_tolls: "不走收费公路", "No toll roads";
    avoid_expressways: "不走高速公路", "No expressways";
    allow_roads: "允许走高速和收费公路", "Allow expressways and toll roads";
    allow: "恢复使用", "Use again";
    is_past: "出发时间已过：开门时间、电价和天气按那时计算。", "The departure is past: opening hours and prices are those of then.";
    below_reserve: "低于保留电量", "below the reserve";
    leave: "出发", "Leave";
    arrive: "到达", "arrive";
    at_place: "停留", "Stay";
    a_break: "休息", "Break";
    is_break: "兼作休息", "also a break";
    is_meal: "可用餐", "time to eat";
    profile: "海拔与电量", "Height and charge";
    other_plans: "其他方案", "Other plans";
    fastest: "最快", "Fastest";
    cheapest: "最省钱", "Cheapest";
    fewest: "停站最少", "Fewest stops";
    safest: "余量最大", "Most in reserve";
    working: "正在比较其他方案…", "Comparing other plans…";
    what_if: "如果换个条件…", "What if…";
    leave_with: "出发电量", "Leave with";
    take: "按此规划", "Plan it so";
    trying: "正在计算…", "Working it out…";
    no_plan_then: "这样到不了", "There is no plan then";
    faster: "快", "faster by";
    slower: "慢", "slower by";
    cars: "乘用车", "Cars";
    swap_cars: "可换电乘用车", "Cars with battery swap";
    trucks: "货车", "Trucks";
    via_removed: "已移除途经点", "Stop on the way removed";
    same_ends: "起点和终点是同一个地方", "Start and end are the same place";
    end_cleared: "已清除", "Cleared";
    least: "最低", "least";
    shown: "已显示", "shown";
    estimate_load: "车顶箱与拖车按估计值计算", "Roof box and trailer are estimates";
}

impl TripWords {
    fn either(&self, zh: &'static str, en: &'static str) -> &'static str {
        let is_chinese = self.stay == Self::of(Language::Zh).stay;
        if is_chinese { zh } else { en }
    }

    /// What the car carries outside.
    pub fn carries(&self, carries: Carries) -> &'static str {
        match carries {
            Carries::Nothing => self.either("无", "Nothing"),
            Carries::RoofBox => self.either("车顶箱", "Roof box"),
            Carries::Trailer => self.either("拖车", "Trailer"),
        }
    }

    /// How one drives.
    pub fn style(&self, style: Style) -> &'static str {
        match style {
            Style::Calm => self.either("省电（慢一些）", "Calm, slower"),
            Style::Usual => self.either("正常", "Usual"),
            Style::Brisk => self.either("较快", "Brisk"),
        }
    }

    /// `停 1 次`, `1 stop`.
    pub fn stops_of(&self, count: usize) -> String {
        match (count, self.either("", "en")) {
            (0, "") => "不用充电".to_owned(),
            (count, "") => format!("停 {count} 次"),
            (0, _) => "no stop".to_owned(),
            (1, _) => "1 stop".to_owned(),
            (count, _) => format!("{count} stops"),
        }
    }

    /// What the best plan is.
    pub fn aim(&self, aim: Aim) -> &'static str {
        match aim {
            Aim::Fastest => self.either("用时最短", "Least time"),
            Aim::FewestStops => self.either("停站最少", "Fewest stops"),
        }
    }
}
