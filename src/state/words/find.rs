//! What the list of stations says.

use stations::Amenity;

use super::Table;
use crate::state::Language;
use crate::state::finder::{Criterion, Kind};

words! {
    /// The sentences of the list of stations.
    FindWords:
    near_me: "附近", "Near me";
    in_window: "地图范围", "On the map";
    along: "行程沿途", "Along trip";
    around: "查找范围", "Where to look";
    near_here: "找附近的充电站", "Find stations near here";
    near_place: "附近：", "Near ";
    filters: "筛选", "Filters";
    fits: "适合我的车", "Fits my car";
    fast: "60 kW 以上", "60 kW or more";
    free: "显示空闲", "Reported free";
    open: "现在营业", "Open now";
    always: "24 小时", "Day and night";
    shows_all: "包括专用、在建和停用的", "Also dedicated, planned and closed ones";
    kinds: "充电方式", "Kind of charging";
    power: "功率至少", "Power at least";
    any_power: "不限", "Any";
    price_max: "现在单价不超过（元/度）", "Costs now at most (CNY per kWh)";
    any_price: "不限", "Any";
    places: "所在地点", "Kind of place";
    amenities: "现场设施", "On site";
    operators: "运营商", "Operators";
    reset: "恢复默认", "Back to default";
    saved: "我的筛选", "My filters";
    name_hint: "起个名字", "Give it a name";
    keep: "保存", "Keep";
    delete: "删除", "Delete";
    deleted: "已删除筛选", "Filter deleted";
    filter_reset: "已恢复默认筛选", "Filters are back to default";
    not_kept: "浏览器不允许保存，关闭页面后会丢失", "This browser keeps nothing: it will be gone when the page is closed";
    favourite: "收藏", "Favourite";
    favourites: "收藏的", "Favourites";
    is_hidden: "不符合筛选，因收藏而显示", "Shown because it is a favourite, though the filter would hide it";
    nothing: "没有符合条件的充电站", "No station fits";
    nothing_trip: "先在“行程”里选好起点和终点", "Choose a start and an end under Trip first";
    asking: "正在计算路程和到达电量…", "Working out ways and charge on arrival…";
    straight: "直线", "straight line";
    no_origin: "选择起点或点“附近”，可算路程和到达电量", "Choose a start or tap Near me for ways and charge on arrival";
    arrive: "到达", "arrive with";
    out_of_reach: "电量不足以到达", "The charge does not last";
    detour: "绕行", "detour";
    on_the_way: "顺路", "on the way";
    closed_then: "到达时可能已关门", "May be closed on arrival";
    per_kwh: "元/度", "CNY/kWh";
    more: "显示更多", "Show more";
    with_car: "车辆", "Car";
    change: "修改", "Change";
    shades: "给道路着色", "Colour the roads";
    shade_reach: "我能开多远", "How far I get";
    shade_coverage: "离充电站多远", "How far to a charger";
    shade_asking: "正在计算…", "Working it out…";
    reach_here: "从这里能开多远", "How far from here";
    reach_from: "不充电，从这里出发后的剩余电量：", "Charge left without charging, from ";
    coverage_note: "到最近的可用充电站的路程（适合我的车、对外开放）", "By road to the nearest station that is open to all and fits my car";
}

impl FindWords {
    fn either(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.is_chinese() { zh } else { en }
    }

    fn is_chinese(&self) -> bool {
        self.near_me == Self::of(Language::Zh).near_me
    }

    /// The bands of the charge that is left, best first.
    pub fn reach_bands(&self) -> [(usize, &'static str); 4] {
        [
            (4, self.either("60 % 以上", "60 % or more")),
            (3, "40–60 %"),
            (2, "20–40 %"),
            (1, self.either("20 % 以下", "below 20 %")),
        ]
    }

    /// The bands of the way to the nearest station, best first.
    pub fn coverage_bands(&self) -> [(usize, &'static str); 5] {
        [
            (4, self.either("5 km 以内", "up to 5 km")),
            (3, "5–10 km"),
            (2, "10–20 km"),
            (1, self.either("20 km 以上", "20 km or more")),
            (0, self.either("到不了", "cut off")),
        ]
    }

    /// How a battery is filled.
    pub fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Dc => self.either("直流快充", "DC fast"),
            Kind::Ac => self.either("交流慢充", "AC slow"),
            Kind::Swap => self.either("换电", "Swap"),
        }
    }

    /// Why a station stands lower than its way says.
    pub fn quiet(&self, days: u16) -> String {
        if self.is_chinese() {
            format!("{days} 天没见到有车充电，排序靠后")
        } else {
            format!("No car seen charging for {days} days: listed lower")
        }
    }

    /// Why a station is hidden.
    pub fn hidden(&self, criterion: Criterion) -> &'static str {
        match criterion {
            Criterion::NotRunning => self.either("在建或停用", "planned or closed"),
            Criterion::Dedicated => self.either("专用", "dedicated"),
            Criterion::Car => self.either("不适合我的车", "not for my car"),
            Criterion::Kind => self.either("方式或功率不符", "other kind or power"),
            Criterion::Operator => self.either("其他运营商", "other operators"),
            Criterion::Place => self.either("其他地点", "other places"),
            Criterion::Amenity => self.either("缺少设施", "lack something"),
            Criterion::Hours => self.either("时间不符", "not at that time"),
            Criterion::Price => self.either("价格较高或未知", "dearer or unknown"),
            Criterion::Taken => self.either("未显示空闲", "not reported free"),
        }
    }

    /// Something that a site offers.
    pub fn amenity(&self, amenity: Amenity) -> &'static str {
        match amenity {
            Amenity::Toilet => self.either("厕所", "Toilets"),
            Amenity::Shop => self.either("商店", "Shop"),
            Amenity::Food => self.either("餐饮", "Food"),
            Amenity::Lounge => self.either("休息室", "Lounge"),
            Amenity::Canopy => self.either("雨棚", "Roof"),
            Amenity::Wifi => "Wi-Fi",
            Amenity::Hotel => self.either("住宿", "Hotel"),
            Amenity::Fuel => self.either("加油", "Fuel"),
            Amenity::Recreation => self.either("休闲", "Recreation"),
            Amenity::Attended => self.either("有人值守", "Staff"),
            Amenity::Cameras => self.either("监控", "Cameras"),
            Amenity::BayLocks => self.either("车位锁", "Bay locks"),
            Amenity::Reservable => self.either("可预约", "Reservable"),
        }
    }
}
