//! Every sentence of the interface, in both languages. A missing one does not compile.

use ::roads::PlaceKind;
use container::Text;
use stations::{Access, ConnectorStandard, Lifecycle, Place};

use crate::state::{Language, Screen};

/// A table of sentences in one language. Each screen has one of its own, so that what it says comes
/// with it.
pub trait Table: Copy + 'static {
    /// The table of `language`.
    fn of(language: Language) -> &'static Self;
}

macro_rules! words {
    ($(#[$doc:meta])* $table:ident: $($name:ident: $zh:literal, $en:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each field is its own text")]
        pub struct $table {
            $(pub $name: &'static str,)*
        }

        impl $crate::state::Table for $table {
            fn of(language: $crate::state::Language) -> &'static Self {
                static ZH: $table = $table { $($name: $zh,)* };
                static EN: $table = $table { $($name: $en,)* };
                match language {
                    $crate::state::Language::Zh => &ZH,
                    $crate::state::Language::En => &EN,
                }
            }
        }
    };
}

words! {
    /// The sentences that several screens say, in one language, named by what they say.
    Words:
    title: "一路充", "Yilu";
    subtitle: "忻州充电与行程规划", "Chargers and trips in Xinzhou";
    other_language: "English", "中文";
    loading: "正在载入地图数据…", "Loading the map data…";
    demo_banner: "演示数据：充电站均为虚构，请勿据此出行", "Demo data: invented stations, not for real trips";
    demo: "演示", "demo";
    schematic: "示意图，不用于导航", "Schematic map, not for navigation";
    data_of: "数据", "Data";
    search: "搜索地点或充电站", "Search a place or station";
    nothing_found: "没有找到，换个名字试试", "Nothing found: try another name";
    from: "起点", "From";
    to: "终点", "To";
    via: "途经", "Via";
    remove_via: "不再途经", "Do not pass";
    left_out: "条记录有误，已略过", "records are faulty and left out";
    from_hint: "从哪里出发", "Where from";
    to_hint: "到哪里去", "Where to";
    my_position: "我的位置", "My position";
    locating: "正在定位…", "Locating…";
    located_on_device: "位置只在本机使用，不会上传", "Your position stays on this device";
    swap_ends: "交换起点和终点", "Swap start and end";
    clear: "清除", "Clear";
    close: "关闭", "Close";
    start_here: "从这里出发", "From here";
    go_here: "到这里去", "To here";
    point_on_map: "地图上的点", "Point on the map";
    car: "车辆", "Car";
    own_car: "我的车（填几个数）…", "My own car (a few numbers)…";
    own_capacity: "可用电量 kWh", "Usable battery, kWh";
    own_consumption: "百公里电耗 kWh", "kWh per 100 km";
    own_power: "直流最大功率 kW", "DC power, kW";
    own_mass: "含驾驶员质量 kg", "Mass with driver, kg";
    own_wrong: "数值超出范围", "Out of range";
    charge: "出发电量", "Charge at start";
    temperature: "气温", "Temperature";
    reserve: "最低保留电量", "Charge to keep";
    conditions: "车辆与路况", "Car and conditions";
    plan: "规划行程", "Plan trip";
    planning: "正在规划…", "Planning…";
    improving: "仍在优化，用时最多还能缩短", "Improving: could get shorter by up to";
    not_proven: "用时最多还能缩短", "Could be shorter by up to";
    optimal_wished: "最优：按您的偏好没有更好的方案", "Optimal: no plan suits your wishes better";
    not_proven_wished: "按您的偏好最多还能改善", "By your wishes it could be better by up to";
    optimal: "最优：没有更快的方案", "Optimal: no plan is faster";
    choose_ends: "请先选择起点和终点", "Choose a start and an end first";
    total: "全程", "Total";
    driving: "行驶", "Driving";
    charging: "充电", "Charging";
    waiting: "停车等待", "Stopping";
    energy: "耗电", "Energy";
    arrive_with: "到达电量", "Arrive with";
    leg: "行驶", "Drive";
    stop: "充电", "Charge";
    no_stop: "无需中途充电", "No charging stop needed";
    one_stop: "次补能", "stop";
    undo: "撤销", "Undo";
    stops: "次补能", "stops";
    fallback: "备用站", "If it fails";
    no_fallback: "附近没有到得了的备用站", "No other station within reach";
    overhead: "停车与插枪", "parking and plugging in";
    no_plan: "这样到不了", "No plan is possible";
    no_plan_advice: "可以提高出发电量、降低保留电量或换一个目的地再试。", "Try a higher charge at the start, a smaller reserve, or another destination.";
    share: "分享链接", "Share link";
    shared: "链接已复制", "Link copied";
    share_failed: "浏览器不允许复制，请选中下面的链接", "The browser does not let us copy: select the link below";
    estimate: "按典型速度与车型参数估算", "Estimated from typical speeds and car figures";
    fits_no_plan: "不对所有人开放，不参与规划", "Not open to everyone, never planned with";
    gun: "枪", "gun";
    guns: "枪", "guns";
    pile: "桩", "pile";
    piles: "桩", "piles";
    shared_power: "整桩共享功率", "sharing its power";
    each: "每桩", "each with";
    opening: "开放时间", "Open";
    always: "全天 24 小时", "Day and night";
    unknown: "未知", "Not known";
    operator: "运营商", "Operator";
    address: "地址", "Address";
    parking: "停车", "Parking";
    fees: "费用说明", "Fees";
    telephone: "电话", "Telephone";
    battery_swap: "换电", "Battery swap";
    slots: "个电池仓", "slots";
    no_live: "无实时状态", "No live status";
    live_connecting: "正在获取实时状态…", "Fetching live status…";
    live_connected: "实时状态", "Live status";
    usually_today: "今天通常不忙", "Usually quiet today";
    now: "现在", "Now";
    may_differ: "到达时可能不同", "may differ on arrival";
    watch: "有空位时提醒我", "Tell me when one is free";
    unwatch: "不再提醒", "Stop watching";
    watching_here: "有空位时会在本页提醒，请保持页面打开", "This page will tell you: keep it open";
    watching: "有空位时会通知，请保持页面打开", "You will be notified: keep the page open";
    others_free: "附近显示空闲", "Reported free nearby";
    straight: "直线", "straight";
    stop_is_bad: "现在不能充电", "you cannot charge there now";
    searching_other: "正在找新方案…", "Looking for another plan…";
    no_other: "目前没有别的方案；到站前请先电话确认", "There is no other plan for now: call the station before you go";
    other_plan: "新方案", "Another plan";
    use_other: "采用新方案", "Use it";
    longer: "多用", "longer by";
    shorter: "少用", "shorter by";
    failed_data: "数据载入失败", "The data could not be loaded";
    retry: "重试", "Try again";
    part_missing: "这一部分没有载入，请检查网络，或重新载入页面",
        "This part could not be loaded. Check your connection, or reload the page";
    denied: "没有定位权限，请在地图上选择起点", "No permission for your position: choose the start on the map";
    unavailable: "暂时无法定位，请在地图上选择起点", "Your position cannot be found: choose the start on the map";
    panel: "面板", "Panel";
    screens: "页面", "Screens";
    map: "地图", "Map";
    station: "充电站", "Charging station";
    station_markers: "充电站", "Charging stations";
}

mod card;
mod data;
mod drive;
mod find;
mod handover;
mod kiosk;
mod offline;
mod report;
mod roads;
mod trip;

pub use card::CardWords;
pub use data::DataWords;
pub use drive::{DriveWords, Named};
pub use find::FindWords;
pub use handover::HandoverWords;
pub use kiosk::KioskWords;
pub use offline::OfflineWords;
pub use report::ReportWords;
pub use roads::RoadsWords;
pub use trip::TripWords;

/// The sentences in `language`.
pub fn words(language: Language) -> &'static Words {
    Words::of(language)
}

/// One sentence of a table in both languages.
pub fn both_of<T: Table>(pick: fn(&'static T) -> &'static str) -> Text {
    let say = |language| pick(T::of(language));
    Text::new(say(Language::Zh), say(Language::En))
}

/// One sentence in both languages.
pub fn both(pick: fn(&'static Words) -> &'static str) -> Text {
    both_of(pick)
}

impl Words {
    fn is_chinese(&self) -> bool {
        self.title == Words::of(Language::Zh).title
    }

    fn either(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.is_chinese() { zh } else { en }
    }

    /// The name of a screen on its tab.
    pub fn screen(&self, screen: Screen) -> &'static str {
        match screen {
            Screen::Find => self.either("找桩", "Find"),
            Screen::Trip => self.either("行程", "Trip"),
            Screen::Roads => self.either("沿路", "Roads"),
            Screen::Data => self.either("数据", "Data"),
        }
    }

    /// Who may use a station.
    pub fn access(&self, access: Access) -> &'static str {
        match access {
            Access::Public => self.either("公共", "Public"),
            Access::Restricted => self.either("限制使用", "Restricted"),
            Access::Bus => self.either("公交专用", "Buses only"),
            Access::Sanitation => self.either("环卫专用", "Sanitation only"),
            Access::Logistics => self.either("物流专用", "Logistics only"),
            Access::Taxi => self.either("出租车专用", "Taxis only"),
            Access::CarShare => self.either("分时租赁专用", "Shared cars only"),
            Access::Community => self.either("小区内部", "Residents only"),
            Access::Unit => self.either("单位内部", "Staff only"),
            Access::SharedPrivate => self.either("私桩共享", "Shared by its owner"),
            Access::Private => self.either("私人", "Private"),
            Access::Other => self.either("其他用途", "Other use"),
        }
    }

    /// Whether a station is in operation.
    pub fn lifecycle(&self, lifecycle: Lifecycle) -> &'static str {
        match lifecycle {
            Lifecycle::Open => self.either("投入运营", "In operation"),
            Lifecycle::Planned => self.either("规划或在建", "Planned"),
            Lifecycle::Maintenance => self.either("维护中", "Under maintenance"),
            Lifecycle::Suspended => self.either("暂停运营", "Suspended"),
            Lifecycle::Closed => self.either("已关闭", "Closed"),
            Lifecycle::Unknown => self.either("状态未知", "Not known"),
        }
    }

    /// What a station stands at.
    pub fn place(&self, place: Place) -> &'static str {
        match place {
            Place::Town => self.either("城镇", "Town"),
            Place::Village => self.either("乡村", "Village"),
            Place::Scenic => self.either("景区", "Sight"),
            Place::ServiceArea => self.either("高速服务区", "Service area"),
            Place::TransportHub => self.either("交通枢纽", "Station or airport"),
            Place::Depot => self.either("场站", "Depot"),
            Place::Industrial => self.either("园区或矿区", "Industrial"),
            Place::Residential => self.either("居民区", "Residential area"),
            Place::Workplace => self.either("单位或写字楼", "Offices"),
            Place::Leisure => self.either("文体休闲", "Leisure"),
            Place::CarPark => self.either("停车场", "Car park"),
            Place::FuelStation => self.either("加油站", "Fuel station"),
            Place::Roadside => self.either("路边", "Roadside"),
            Place::Other => self.either("其他地点", "Elsewhere"),
        }
    }

    /// A plug family.
    pub fn standard(&self, standard: ConnectorStandard) -> &'static str {
        match standard {
            ConnectorStandard::GbtDc => self.either("国标直流", "GB/T DC"),
            ConnectorStandard::GbtAc => self.either("国标交流", "GB/T AC"),
            ConnectorStandard::Chaoji => self.either("超级充电 ChaoJi", "ChaoJi"),
            ConnectorStandard::Domestic => self.either("家用插座", "Household socket"),
            ConnectorStandard::Ccs1 => "CCS1",
            ConnectorStandard::Ccs2 => "CCS2",
            ConnectorStandard::Chademo => "CHAdeMO",
            ConnectorStandard::Type1 => "Type 1",
            ConnectorStandard::Type2 => "Type 2",
            ConnectorStandard::Nacs => "NACS",
            ConnectorStandard::Wireless => self.either("无线充电", "Wireless"),
            ConnectorStandard::Other => self.either("其他接口", "Other plug"),
        }
    }

    /// A kind of place.
    pub fn kind(&self, kind: PlaceKind) -> &'static str {
        match kind {
            PlaceKind::Seat => self.either("县城", "County seat"),
            PlaceKind::Town => self.either("乡镇", "Town"),
            PlaceKind::Village => self.either("村庄", "Village"),
            PlaceKind::Junction => self.either("路口", "Junction"),
            PlaceKind::Interchange => self.either("高速互通", "Interchange"),
            PlaceKind::Pass => self.either("关隘", "Pass"),
            PlaceKind::Sight => self.either("景点", "Sight"),
            PlaceKind::Rail => self.either("火车站", "Railway station"),
            PlaceKind::Airport => self.either("机场", "Airport"),
            PlaceKind::Neighbour => self.either("周边城市", "Neighbouring city"),
        }
    }
}
