//! What is said on the road: short, to be read at a glance.

use units::{KilometersPerHour, Meters, StateOfCharge};

use super::Table;
use crate::state::drive::{Advice, Tone};
use crate::state::{Language, distance, percent};

words! {
    /// The sentences of driving along a plan.
    DriveWords:
    start: "开始行程", "Start driving";
    title: "行驶中", "On the road";
    why: "需要您的位置，才能知道走到哪里、电量够不够。位置只在本机使用，不上传、不保存，也不写入链接。", "Your position tells how far you are and whether the charge lasts. It stays on this device: it is not sent, kept, or put into the link.";
    not_while: "请停车时操作；行驶中请由乘客操作。", "Use this while parked, or let a passenger do it.";
    allow: "使用我的位置", "Use my position";
    cancel: "返回", "Back";
    end: "结束行程", "End drive";
    denied: "没有定位权限，无法跟随行程。请在浏览器设置中允许定位，然后再试。", "No permission for your position, so the drive cannot be followed. Allow it in the browser's settings and try again.";
    unavailable: "暂时收不到位置。行程仍按计划显示，收到后自动继续。", "No position for now. The plan stays; following goes on when there is one.";
    unsupported: "这个浏览器不能定位，无法跟随行程。", "This browser has no positions, so the drive cannot be followed.";
    retry: "再试一次", "Try again";
    next_stop: "下一站", "Next stop";
    destination: "终点", "Destination";
    arrive: "预计到达电量", "Expected on arrival";
    planned: "计划", "Plan";
    charge_now: "当前电量", "Charge now";
    assumed: "未填写，按计划估计", "Not told: as planned";
    less_5: "减 5 %", "5 % less";
    less_1: "减 1 %", "1 % less";
    more_1: "加 1 %", "1 % more";
    more_5: "加 5 %", "5 % more";
    at_stop: "到站后", "At the stop";
    charge_to: "充电", "Charge";
    replan: "从这里重新规划", "Plan again from here";
    replanning: "正在重新规划…", "Planning again…";
    no_plan: "从这里没有可行方案", "No plan from here";
    cannot_replan: "这趟行程要回到出发时的位置，请在“行程”里重新选择终点。", "This trip ends where you were when you began. Choose its end again under Trip.";
    night: "夜间模式", "Night mode";
    follow: "回到我的位置", "Back to me";
    progress: "行程进度", "Progress of the trip";
    left: "剩余", "Left";
    rough: "示意路线：进度为估算，请以路标为准", "Schematic line: progress is an estimate, follow the road signs";
}

impl DriveWords {
    fn is_chinese(&self) -> bool {
        self.start == Self::of(Language::Zh).start
    }

    /// A mark before an advice, for eyes that do not tell colours.
    pub fn sign(tone: Tone) -> &'static str {
        match tone {
            Tone::Calm => "✓",
            Tone::Mind => "!",
            Tone::Act => "⚠",
        }
    }

    /// An advice as one sentence. `name_of` tells the stop of an index, or a station's name.
    pub fn advice(
        &self,
        advice: &Advice,
        speed: Option<KilometersPerHour>,
        name_of: &dyn Fn(&Named<'_>) -> String,
    ) -> String {
        let (zh, en) = match advice {
            Advice::Locating => (
                "正在确定您在路线上的位置…".into(),
                "Finding you on the route…".into(),
            ),
            Advice::Off { away } => off(*away),
            Advice::OnPlan { points } if *points > 2 => (
                format!("比计划多 {points} %，电量充足"),
                format!("{points} % above plan: all is well"),
            ),
            Advice::OnPlan { .. } => ("与计划相符".into(), "On plan".into()),
            Advice::Under { points, arrive } => under(*points, *arrive),
            Advice::Slow {
                points,
                percent,
                arrive,
            } => slow(*points, &slower(*percent, speed), *arrive),
            Advice::StopEarlier {
                points,
                station,
                ahead,
            } => earlier(*points, &name_of(&Named::Station(station)), *ahead),
            Advice::Replan { points, arrive } => replan(*points, *arrive),
            Advice::AtStop { stop } => {
                let name = name_of(&Named::Stop(*stop));
                (format!("已到 {name}"), format!("You are at {name}"))
            }
            Advice::Passed { stop, arrive } => passed(&name_of(&Named::Stop(*stop)), *arrive),
            Advice::Arrived => ("已到达终点".into(), "You have arrived".into()),
        };
        if self.is_chinese() { zh } else { en }
    }
}

/// Chinese and English.
type Both = (String, String);

fn off(away: Meters) -> Both {
    let away = distance(away);
    (
        format!("已偏离路线 {away}：回到路线，或从这里重新规划"),
        format!("{away} off the route: go back to it, or plan again from here"),
    )
}

fn under(points: i32, arrive: StateOfCharge) -> Both {
    let arrive = percent(arrive);
    (
        format!("比计划少 {points} %，预计到站 {arrive}，仍高于保留电量"),
        format!("{points} % under plan: {arrive} on arrival, still above the reserve"),
    )
}

fn slow(points: i32, (zh, en): &Both, arrive: StateOfCharge) -> Both {
    let arrive = percent(arrive);
    (
        format!("比计划少 {points} %：{zh}，可保留 {arrive}"),
        format!("{points} % under plan: {en} to arrive with {arrive}"),
    )
}

fn earlier(points: i32, name: &str, ahead: Meters) -> Both {
    let ahead = distance(ahead);
    (
        format!("比计划少 {points} %：提前到 {name} 充电（前方 {ahead}）"),
        format!("{points} % under plan: charge earlier at {name}, {ahead} ahead"),
    )
}

fn replan(points: i32, arrive: StateOfCharge) -> Both {
    if arrive.fraction() < 0.005 {
        return (
            format!("比计划少 {points} %，到不了下一站：请立即重新规划"),
            format!("{points} % under plan: the next stop is out of reach. Plan again now"),
        );
    }
    let arrive = percent(arrive);
    (
        format!("比计划少 {points} %，到站只剩 {arrive}：请立即重新规划"),
        format!("{points} % under plan: only {arrive} on arrival. Plan again now"),
    )
}

fn passed(name: &str, arrive: StateOfCharge) -> Both {
    let arrive = percent(arrive);
    (
        format!("已驶过 {name}，没有充电，下一站预计 {arrive}：请重新规划"),
        format!("You drove past {name}: {arrive} at the next stop. Plan again"),
    )
}

/// What an advice names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// The stop of the plan with this index.
    Stop(usize),
    /// A station.
    Station(&'a stations::StationId),
}

/// "Slow to 85 km/h" where the speed is known and is one of an open road; else by how much.
fn slower(percent: u8, speed: Option<KilometersPerHour>) -> Both {
    let fast = speed.map(|speed| speed.0).filter(|speed| *speed >= 50.0);
    let target = fast.map(|speed| (speed * (1.0 - f64::from(percent) / 100.0) / 5.0).floor() * 5.0);
    match target {
        Some(target) => (
            format!("减速到 {target:.0} km/h"),
            format!("slow to {target:.0} km/h"),
        ),
        None => (
            format!("车速降低 {percent} %"),
            format!("drive {percent} % slower"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use stations::StationId;

    use super::*;

    #[test]
    fn every_advice_is_one_sentence_with_its_figures_in_both_languages() {
        let arrive = StateOfCharge::from_fraction(0.12).unwrap();
        let station = StationId("s".into());
        let slow = Advice::Slow {
            points: 6,
            percent: 10,
            arrive,
        };
        let earlier = Advice::StopEarlier {
            points: 6,
            station,
            ahead: Meters(4200.0),
        };
        let passed = Advice::Passed { stop: 1, arrive };
        let name_of = |_: &Named<'_>| "X".to_owned();
        for language in [Language::Zh, Language::En] {
            let words = DriveWords::of(language);
            let say = |advice: &Advice, speed| {
                words.advice(advice, Some(KilometersPerHour(speed)), &name_of)
            };
            assert!(say(&slow, 100.0).contains("90 km/h"));
            assert!(say(&slow, 0.0).contains("10 %"));
            assert!(say(&earlier, 80.0).contains("4.2 km"));
            assert!(say(&passed, 80.0).contains("12 %"));
        }
    }
}
