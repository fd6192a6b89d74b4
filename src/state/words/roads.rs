//! What the screen of the roads says.

use guide::{CorridorKind, Grade, NodeKind};
use units::Meters;

use crate::state::{Language, Table as _, degrees, kilometres};
use strip::{Along, Carriageway, Gap, LONG, Next};

words! {
    /// The sentences of the screen of the roads.
    RoadsWords:
    roads: "沿路充电", "Chargers along a road";
    lead: "选一条路，看沿途各站：里程、海拔、空档，以及你的车能到哪里。", "Choose a road: its places, chargers and gaps one after the other, and how far your car gets.";
    tourism: "一号旅游公路", "No. 1 tourism roads";
    expressways: "高速公路", "Expressways";
    trunks: "干线公路", "Trunk roads";
    loading: "正在载入沿线数据…", "Loading the roads…";
    failed: "沿线数据载入失败", "The data of the roads could not be loaded";
    retry: "重试", "Try again";
    none: "这个地区的数据里没有沿线资料。", "The data of this region has no roads to show.";
    all: "所有道路", "All roads";
    turn: "反向", "Other way";
    plan: "规划全程", "Plan the whole road";
    plan_hint: "把起点、终点和途经点填进行程并马上规划", "Puts start, end and places on the way into the trip and plans it at once";
    find_along: "在列表中查找", "Find along it";
    taken: "行程已换成这条路", "The trip is this road now";
    length: "全长", "Length";
    usable: "可用充电站", "Usable chargers";
    longest: "最长空档", "Longest gap";
    reach: "现有电量", "Present charge";
    whole: "可到终点", "lasts to the end";
    until: "能到", "to";
    no_reach: "无法估算", "cannot be estimated";
    no_car: "先在“行程”里选车", "choose a car under Trip";
    part_known: "途中有路段无道路数据", "roads are missing in between";
    unknown: "未知", "unknown";
    unknown_way: "里程未知", "km unknown";
    strip: "沿线地点与充电站", "Places and chargers along the road";
    published: "已公布的里程", "published lengths";
    measured: "在地图上量得，误差约 5 %", "measured on a map, within 5 %";
    estimate: "里程为估计", "estimated lengths";
    by_roads: "由路网长度推算", "from the road network";
    fewer: "收起", "Show fewer";
    demo: "演示", "demo";
    here: "此处可充电", "charge here";
    other_side: "在对向车道，本方向到不了", "on the other carriageway: not reached from this one";
    side_unknown: "在哪侧车道未知，不计入", "carriageway not known: does not count";
    own_side: "本侧车道", "on this carriageway";
    toward: "开往此处的一侧：", "on the carriageway towards ";
    no_plug: "插头不适合你的车", "no plug for your car";
    off: "离路", "off the road";
    on_road: "就在路边", "beside the road";
    where_am_i: "我在哪里", "Where am I";
    you_are_here: "我在这里", "You are here";
    not_here: "您不在这条路附近", "You are not near this road";
    reached: "电量约到这里", "The charge lasts to about here";
    legend_approximate: "≈：里程由路网长度推算，部分为估计；无 ≈ 的按所列来源。海拔为取整值，误差约 50 米。", "≈: taken from the lengths of the road network, partly estimated; without ≈ as the source says. Heights are rounded, within about 50 m.";
    legend_side: "计入的充电站：对所有人开放、插头适合、沿路或离路不超过", "Chargers that count: open to all, with a plug that fits, at the road or off it by no more than";
    legend_gap: "超过 50 公里的空档会标出（全省目标：沿一号公路与高速公路小于 50 公里）。", "Gaps of more than 50 km stand out (the province's target along these roads: less than 50 km).";
    legend_reach: "能到哪里是估算：按车型能耗模型、常规车速、途中不充电；规划行程的结果更准确。", "How far the charge lasts is an estimate: by the car's energy model, at usual speeds, without charging. A plan knows more.";
    source: "来源", "Source";
}

impl RoadsWords {
    fn language(&self) -> Language {
        if *self == *Self::of(Language::Zh) {
            Language::Zh
        } else {
            Language::En
        }
    }

    fn either<T>(&self, zh: T, en: T) -> T {
        match self.language() {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// A link names a road that is not there.
    pub fn no_road(&self, id: &str) -> String {
        self.either(
            format!("没有编号为 {id} 的道路"),
            format!("There is no road {id}"),
        )
    }

    /// The heading of roads of one kind.
    pub fn kinds(&self, kind: CorridorKind) -> &'static str {
        match kind {
            CorridorKind::Tourism => self.tourism,
            CorridorKind::Expressway => self.expressways,
            CorridorKind::Trunk => self.trunks,
        }
    }

    /// How well lengths are known.
    pub fn grade(&self, grade: Grade) -> &'static str {
        match grade {
            Grade::Published => self.published,
            Grade::Measured => self.measured,
            Grade::Estimate => self.estimate,
        }
    }

    /// What a place is.
    pub fn kind(&self, kind: NodeKind) -> &'static str {
        match kind {
            NodeKind::Seat => self.either("县城", "county seat"),
            NodeKind::Town => self.either("乡镇", "town"),
            NodeKind::Village => self.either("村庄", "village"),
            NodeKind::Sight => self.either("景点", "sight"),
            NodeKind::Pass => self.either("关隘", "pass"),
            NodeKind::ServiceArea => self.either("服务区", "service area"),
            NodeKind::Rest => self.either("驿站", "rest area"),
            NodeKind::Junction => self.either("路口", "junction"),
            NodeKind::Interchange => self.either("互通", "interchange"),
            NodeKind::Rail => self.either("火车站", "railway station"),
            NodeKind::Airport => self.either("机场", "airport"),
            NodeKind::Border => self.either("区外", "outside the region"),
        }
    }

    /// A way, or that it is not known.
    pub fn way(&self, along: Option<Along>) -> String {
        along.map_or_else(|| self.unknown_way.to_owned(), kilometres)
    }

    /// `海拔 1280 米`, `1280 m above sea`.
    pub fn height(&self, height: Meters) -> String {
        self.either(
            format!("海拔 {:.0} 米", height.0),
            format!("{:.0} m above sea", height.0),
        )
    }

    /// `9 个地点`, `9 places`.
    pub fn places(&self, count: usize) -> String {
        let en = if count == 1 { "place" } else { "places" };
        self.either(format!("{count} 个地点"), format!("{count} {en}"))
    }

    /// `12 座`, `12 stations`.
    pub fn stations(&self, count: usize) -> String {
        let en = if count == 1 { "station" } else { "stations" };
        self.either(format!("{count} 座"), format!("{count} {en}"))
    }

    /// `还有 3 座`, `3 more stations`.
    pub fn more(&self, count: usize) -> String {
        let en = if count == 1 { "station" } else { "stations" };
        self.either(format!("还有 {count} 座"), format!("{count} more {en}"))
    }

    /// `到下一个可用充电站 38 km`; says too when the road ends first, and when it is long.
    pub fn gap(&self, gap: &Gap, is_longest: bool) -> String {
        let Some(length) = gap.length else {
            return self.either(
                "到下一个可用充电站的里程未知".to_owned(),
                "The way to the next usable charger is not known".to_owned(),
            );
        };
        let (way, limit) = (kilometres(length), LONG.0 / 1000.0);
        let until = if gap.is_closed {
            self.either("到下一个可用充电站", "to the next usable charger")
        } else {
            let en = "to the end without a usable charger";
            self.either("到终点没有可用充电站", en)
        };
        let said = self.either(format!("{until} {way}"), format!("{way} {until}"));
        let long = gap.is_long().then(|| {
            self.either(
                format!("超过 {limit:.0} km"),
                format!("more than {limit:.0} km"),
            )
        });
        let longest = is_longest.then(|| self.either("全程最长", "the longest").to_owned());
        let notes: Vec<String> = [long, longest].into_iter().flatten().collect();
        tied(&if notes.is_empty() {
            said
        } else {
            self.either(
                format!("{said}（{}）", notes.join("，")),
                format!("{said} ({})", notes.join(", ")),
            )
        })
    }

    /// `下一处充电 12 km，再下一处 46 km`.
    pub fn next(&self, next: [Option<Next>; 2]) -> String {
        let way = |next: Next| match next.way {
            Some(along) if along.way.0 < 500.0 => self.here.to_owned(),
            Some(along) => kilometres(along),
            None => self.unknown_way.to_owned(),
        };
        let said = match next.map(|next| next.map(way)) {
            [None, _] => self.either(
                "前方没有可用充电站".to_owned(),
                "No usable charger ahead".to_owned(),
            ),
            [Some(next), None] if next == self.here => self.either(
                format!("{next}，之后再没有"),
                format!("Can {next}, and nowhere after"),
            ),
            [Some(next), None] => self.either(
                format!("下一处充电 {next}，之后再没有"),
                format!("Next charger {next}, and none after"),
            ),
            [Some(next), Some(after)] if next == self.here => self.either(
                format!("{next}，下一处 {after}"),
                format!("Can {next}, next {after}"),
            ),
            [Some(next), Some(after)] => self.either(
                format!("下一处充电 {next}，再下一处 {after}"),
                format!("Next charger {next}, the one after {after}"),
            ),
        };
        tied(&said)
    }

    /// On which carriageway a station is; empty where that does not matter.
    pub fn side(&self, side: &Carriageway) -> String {
        match side {
            Carriageway::Either => String::new(),
            Carriageway::Own => self.own_side.to_owned(),
            Carriageway::Other => self.other_side.to_owned(),
            Carriageway::Unknown => self.side_unknown.to_owned(),
            Carriageway::Toward(place) => {
                format!("{}{}", self.toward, self.language().pick(place))
            }
        }
    }

    /// Under what conditions the charge was reckoned.
    pub fn conditions(&self, charge: u8, reserve: u8, temperature: i8) -> String {
        let temperature = degrees(temperature.into());
        self.either(
            format!("{charge} % 出发，{temperature}，保留 {reserve} %"),
            format!("from {charge} %, at {temperature}, keeping {reserve} %"),
        )
    }

    /// `约剩 54 %`.
    pub fn left(&self, percent: &str) -> String {
        // The sign stays with its number.
        let percent = percent.replace(' ', "\u{a0}");
        self.either(format!("约剩 {percent}"), format!("about {percent} left"))
    }
}

/// The same with figures and their units on one line.
fn tied(text: &str) -> String {
    text.replace(" km", "\u{a0}km").replace("≈ ", "≈\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loose(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    fn gap(km: Option<f64>, is_closed: bool) -> Gap {
        Gap {
            spots: (0.0, 1.0),
            length: km.map(|km| Along {
                way: Meters(km * 1000.0),
                is_told: true,
            }),
            is_closed,
        }
    }

    #[test]
    fn gaps_say_how_long_they_are_and_what_is_not_known() {
        let (zh, en) = (RoadsWords::of(Language::Zh), RoadsWords::of(Language::En));
        assert_eq!(
            loose(&zh.gap(&gap(Some(38.0), true), false)),
            "到下一个可用充电站 38 km"
        );
        assert_eq!(
            loose(&en.gap(&gap(Some(60.0), false), true)),
            "60 km to the end without a usable charger (more than 50 km, the longest)"
        );
        assert!(en.gap(&gap(None, true), false).contains("not known"));
    }

    #[test]
    fn one_is_one_and_several_are_several() {
        let en = RoadsWords::of(Language::En);
        assert_eq!(
            (en.more(1), en.stations(2)),
            ("1 more station".into(), "2 stations".into())
        );
        assert_eq!(en.places(1), "1 place");
        let next = |km: f64| {
            Some(Next {
                spot: 0.0,
                way: gap(Some(km), true).length,
                stations: 1,
            })
        };
        assert_eq!(
            loose(&en.next([next(12.0), next(46.0)])),
            "Next charger 12 km, the one after 46 km"
        );
        assert_eq!(
            en.next([next(0.0), None]),
            "Can charge here, and nowhere after"
        );
        assert_eq!(en.next([None, None]), "No usable charger ahead");
    }
}
