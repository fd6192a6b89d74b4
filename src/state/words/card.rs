//! What a station's card says of prices and of what is there.

use super::Table;
use crate::state::Language;
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
    to_80: "充到 80 %", "to 80 %";
    cheapest_begin: "最省开始时间", "Cheapest to begin";
    saves: "可省", "saves";
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
}

impl CardWords {
    fn either(&self, zh: &'static str, en: &'static str) -> &'static str {
        let is_chinese = self.hour == Self::of(Language::Zh).hour;
        if is_chinese { zh } else { en }
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
