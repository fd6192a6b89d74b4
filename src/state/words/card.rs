//! What a station's card says of prices and of what is there.

use super::Table;
use crate::state::{Fit, Language};
use stations::{ParkingKind, ParkingReduction};

words! {
    /// The sentences of a station's card.
    CardWords:
    price_now: "现在单价", "Price now";
    electricity: "电费", "electricity";
    service: "服务费", "service";
    per_kwh: "元/度", "CNY/kWh";
    day_of_prices: "今日单价：电费（深）与服务费（浅）", "Prices today: electricity (dark), service (light)";
    as_table: "逐小时价格表", "As a table";
    hour: "时间", "Hour";
    my_session: "我的一次充电", "My session";
    cheapest_begin: "最省开始时间", "Cheapest to begin";
    saves: "可省", "saves";
    entrance: "入口", "Entrance";
    to_entrance: "导航到入口", "Navigate to it";
    guide: "怎么找到", "How to find it";
    vehicles: "适合车辆", "Vehicles";
    height: "限高", "Height limit";
    payment: "如何启动与付款", "Starting and paying";
    overstay: "占位费", "Overstay fee";
    per_minute: "元/分钟", "CNY per minute";
    after: "超时后", "after";
    minutes: "分钟", "min";
    at_most: "最高", "at most";
    amenities: "现场设施", "On site";
    opened_on: "开放日期", "Open since";
    source: "资料来源", "Source";
    photos: "照片", "Photos";
    photo_away: "在其他网站打开照片", "Open a photo on another site";
    carriageway: "所在方向", "Carriageway";
    seen: "最近是否有人用过", "Was it used lately";
    seen_never: "还没有足够的观察记录", "Nobody has watched it long enough";
    seen_how: "这是怎么算的", "How this is counted";
    seen_means: "根据网关每分钟收到的状态，按天统计：见到有车在充电，就算当天能用。没有收到状态的日子不算。没人充电不等于坏了；这不是官方评价。", "Counted by the day, from the states that the gateway hears each minute: a car that charges shows that it works. Days without states do not count. Unused does not mean broken; this is no official rating.";
}

impl CardWords {
    fn either(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.is_chinese() { zh } else { en }
    }

    fn is_chinese(&self) -> bool {
        self.hour == Self::of(Language::Zh).hour
    }

    /// What a kilowatt-hour costs, and what of it is for the electricity and for the service.
    pub fn price_of(&self, total: &str, energy: &str, service: &str) -> String {
        let (unit, electricity) = (self.per_kwh, self.electricity);
        let service_name = self.service;
        let parts = format!("{electricity} {energy} + {service_name} {service}");
        if self.is_chinese() {
            format!("{total} {unit}（{parts}）")
        } else {
            format!("{total} {unit} ({parts})")
        }
    }

    /// From one charge to another, and the energy in between.
    pub fn from_to(&self, from: &str, to: &str, kwh: &str) -> String {
        if self.is_chinese() {
            format!("从 {from} % 充到 {to} %（{kwh} 度）")
        } else {
            format!("{from} % to {to} % ({kwh} kWh)")
        }
    }

    /// Connectors that their operator calls unusable, and for how many days at the most.
    pub fn down(&self, down: usize, all: usize, days: u16) -> String {
        if self.is_chinese() {
            format!("运营商报告 {down}/{all} 把枪不可用，最长已 {days} 天。")
        } else {
            let days = plural(days.into(), "day");
            format!("The operator calls {down} of {all} plugs unusable, for {days} at the most.")
        }
    }

    /// Days since a car was seen charging; a long time may have two reasons.
    pub fn idle(&self, days: u16, is_long: bool) -> String {
        let text = match (days, self.is_chinese()) {
            (0, true) => "今天见到有车在这里充电。".to_owned(),
            (0, false) => "A car was seen charging here today.".to_owned(),
            (days, true) => format!("已 {days} 天没见到有车在这里充电。"),
            (days, false) => {
                let days = plural(days.into(), "day");
                format!("No car was seen charging here for {days}.")
            }
        };
        let why = match (is_long, self.is_chinese()) {
            (false, _) => "",
            (true, true) => "可能坏了，也可能只是没人来，所以列表里排得靠后。",
            (true, false) => " It may be broken, or nobody came: lists put it lower.",
        };
        text + why
    }

    /// Connectors that are not used for so many days while others are.
    pub fn doubtful(&self, count: usize, days: u16) -> String {
        if self.is_chinese() {
            format!("其中 {count} 把枪超过 {days} 天没见到有车充电，别的枪有人用。")
        } else {
            let count = plural(count, "plug");
            format!("{count} not seen charging for more than {days} days, while others were.")
        }
    }

    /// Connectors that nobody watched.
    pub fn unwatched(&self, count: usize) -> String {
        if self.is_chinese() {
            format!("另有 {count} 把枪没有记录。")
        } else {
            format!("Nothing is known of {}.", plural(count, "plug"))
        }
    }

    /// What is to be said of a vehicle at a station.
    pub fn fit(&self, fit: Fit) -> String {
        let text = match fit {
            Fit::TooHigh { limit, vehicle } => {
                let metres = |cm: u16| f64::from(cm) / 100.0;
                let (limit, vehicle) = (metres(limit), metres(vehicle));
                return if self.is_chinese() {
                    format!("您的车高 {vehicle:.2} 米，超过限高 {limit:.2} 米，进不去。")
                } else {
                    format!("Your vehicle is {vehicle:.2} m high, the limit {limit:.2} m.")
                };
            }
            Fit::RoofBox => self.either(
                "这里有限高：请算上车顶箱的高度。",
                "There is a height limit: mind the roof box.",
            ),
            Fit::Trucks => self.either("资料说货车可用。", "Said to take trucks."),
            Fit::TrucksUnknown => self.either(
                "货车能否进出未知，请先确认。",
                "Whether trucks fit is not known: ask first.",
            ),
            Fit::DriveThrough => self.either(
                "有可直行驶出的车位，不用解挂。",
                "A bay can be driven through: a trailer stays on.",
            ),
            Fit::TrailerUnknown => self.either(
                "拖挂能否不解挂充电未知。",
                "Whether a trailer can stay on is not known.",
            ),
        };
        text.to_owned()
    }

    /// What parking costs; empty when that is not known.
    pub fn parking(&self, kind: ParkingKind) -> &'static str {
        match kind {
            ParkingKind::Free => self.either("停车免费", "Parking is free"),
            ParkingKind::Paid => self.either("停车收费", "Parking costs"),
            ParkingKind::FreeAtFirst => self.either("限时免费停车", "Free for a limited time"),
            ParkingKind::Reduced => self.either("充电时停车减免", "Less while charging"),
            ParkingKind::SiteRule => self.either("按场地规定", "As the site says"),
            ParkingKind::Unknown => "",
        }
    }

    /// How one gets a reduction of the parking fee.
    pub fn reduction(&self, reduction: ParkingReduction) -> &'static str {
        match reduction {
            ParkingReduction::Plate => self.either("按车牌自动减免", "by the number plate"),
            ParkingReduction::Slip => self.either("凭小票减免", "with a slip"),
            ParkingReduction::Code => self.either("凭订单码减免", "with the order's code"),
        }
    }
}

/// `1 day`, `2 days`.
fn plural(count: usize, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {one}{ending}")
}
