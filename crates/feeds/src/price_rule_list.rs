//! `price_rules.toml`: what authorities have said about prices by time of day. The keys are
//! explained in `data/README.md`.

use std::collections::BTreeMap;

use container::{Finding, Parsed, Text};
use guide::{Grade, PriceFactor, PriceHoliday, PriceLevel, PricePeriod, PriceRule, PriceSeason};
use serde::Deserialize;

use crate::ListError;
use crate::feed::price::{DAY, date, minute};
use crate::list::{Listed, read_list, unique};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleIn {
    #[serde(rename = "id")]
    _id: String,
    zh: String,
    #[serde(default)]
    en: String,
    region: String,
    valid_from: String,
    #[serde(default)]
    valid_to: String,
    grade: Grade,
    source: String,
    #[serde(default)]
    note_zh: String,
    #[serde(default)]
    note_en: String,
    factors: BTreeMap<PriceLevel, f64>,
    season: Vec<SeasonIn>,
    #[serde(default)]
    holiday: Vec<HolidayIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonIn {
    zh: String,
    #[serde(default)]
    en: String,
    months: Vec<u8>,
    #[serde(default)]
    hours: Hours,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayIn {
    zh: String,
    #[serde(default)]
    en: String,
    hours: Hours,
}

/// `08:00-11:00` by level.
type Hours = BTreeMap<PriceLevel, Vec<String>>;

/// Reads `[[rule]]` records. Hours that a season names for no level are flat; spikes lie over
/// peaks. A bad rule is left out with a finding.
pub fn read_price_rule_list(file: &str, text: &str) -> Result<Parsed<Vec<PriceRule>>, ListError> {
    let mut findings = Vec::new();
    let listed: Vec<Listed<RuleIn>> = read_list(file, text, "rule", &mut findings)?;
    let mut value = Vec::new();
    for Listed {
        subject,
        id,
        record,
    } in unique(listed, &mut findings)
    {
        let rule = rule(id, record).and_then(|rule| match rule.problem() {
            None => Ok(rule),
            Some((field, expected, found)) => Err((field, expected, found)),
        });
        match rule {
            Ok(rule) => value.push(rule),
            Err((field, expected, found)) => {
                let problem = format!("{expected}; the rule is left out");
                findings.push(Finding::new(subject, field, problem, found));
            }
        }
    }
    Ok(Parsed { value, findings })
}

type Bad = (&'static str, &'static str, String);

fn rule(id: String, record: RuleIn) -> Result<PriceRule, Bad> {
    let day = |name: &'static str, text: &str| {
        let is_absent = text.is_empty() && name == "valid_to";
        match date(text) {
            Some(day) => Ok(day),
            None if is_absent => Ok(String::new()),
            None => Err((name, "expected YYYY-MM-DD", text.to_owned())),
        }
    };
    let seasons: Result<Vec<PriceSeason>, Bad> = record
        .season
        .into_iter()
        .map(|season| {
            Ok(PriceSeason {
                name: Text::new(season.zh, season.en),
                months: season.months,
                periods: whole_day(&season.hours)?,
            })
        })
        .collect();
    let holidays: Result<Vec<PriceHoliday>, Bad> = record
        .holiday
        .into_iter()
        .map(|holiday| {
            Ok(PriceHoliday {
                name: Text::new(holiday.zh, holiday.en),
                periods: periods(&holiday.hours)?,
            })
        })
        .collect();
    let factors = record.factors.into_iter();
    Ok(PriceRule {
        id,
        name: Text::new(record.zh, record.en),
        region: record.region,
        valid_from: day("valid_from", &record.valid_from)?,
        valid_to: day("valid_to", &record.valid_to)?,
        factors: factors
            .map(|(level, factor)| PriceFactor { level, factor })
            .collect(),
        seasons: seasons?,
        holidays: holidays?,
        note: Text::new(record.note_zh, record.note_en),
        grade: record.grade,
        source: record.source,
    })
}

/// The hours in order.
fn periods(hours: &Hours) -> Result<Vec<PricePeriod>, Bad> {
    let mut all = Vec::new();
    for (level, texts) in hours {
        for text in texts {
            let span = text.split_once('-').and_then(|(from, to)| {
                let (from, to) = (minute(from, false)?, minute(to, true)?);
                (from < to).then_some((from, to))
            });
            let expected = "expected hours such as 08:00-11:00";
            let (from, to) = span.ok_or_else(|| ("hours", expected, text.clone()))?;
            let level = *level;
            all.push(PricePeriod { from, to, level });
        }
    }
    all.sort_by_key(|period| period.from);
    Ok(all)
}

/// The hours of a season filled up to a day: what nobody names is flat, spikes lie over peaks.
fn whole_day(hours: &Hours) -> Result<Vec<PricePeriod>, Bad> {
    let named = periods(hours)?;
    let mut cuts: Vec<u16> = named
        .iter()
        .flat_map(|period| [period.from, period.to])
        .collect();
    cuts.extend([0, DAY]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut day: Vec<PricePeriod> = Vec::new();
    for pair in cuts.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let at = named
            .iter()
            .filter(|period| period.from <= from && to <= period.to);
        let mut levels: Vec<PriceLevel> = at.map(|period| period.level).collect();
        levels.sort_unstable();
        let level = match levels[..] {
            [] => PriceLevel::Flat,
            [level] => level,
            [PriceLevel::Peak, PriceLevel::Spike] => PriceLevel::Spike,
            _ => {
                let found = format!("{levels:?} from {:02}:{:02}", from / 60, from % 60);
                return Err(("hours", "expected one level at each hour", found));
            }
        };
        match day.last_mut() {
            Some(last) if last.level == level => last.to = to,
            _ => day.push(PricePeriod { from, to, level }),
        }
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = r#"
[[rule]]
id = "r"
zh = "规则"
region = "140000"
valid_from = "2026-05-01"
grade = "published"
source = "x"
factors = { valley = 0.45, flat = 1, peak = 1.6, spike = 1.92 }
season = [{ zh = "全年", months = [1,2,3,4,5,6,7,8,9,10,11,12], hours = { valley = ["02:00-05:00"], peak = ["18:00-24:00"], spike = ["18:00-21:00"] } }]
"#;

    #[test]
    fn the_rest_is_flat_and_spikes_lie_over_peaks() {
        let parsed = read_price_rule_list("p.toml", RULE).unwrap();
        assert_eq!(parsed.findings, []);
        let rule = &parsed.value[0];
        let levels = [
            (0, PriceLevel::Flat),
            (180, PriceLevel::Valley),
            (1080, PriceLevel::Spike),
        ];
        for (minute, level) in levels {
            assert_eq!(rule.level(7, minute), Some(level), "{minute}");
        }
        assert_eq!(rule.level(7, 1439), Some(PriceLevel::Peak));
        assert_eq!(rule.level(13, 0), None);
    }

    #[test]
    fn what_is_impossible_is_said() {
        for (from, to, field) in [
            ("02:00-05:00", "05:00-02:00", "hours"),
            ("02:00-05:00", "19:00-20:00", "hours"),
            ("[1,2,3", "[2,3", "months"),
            ("2026-05-01", "2026-02-30", "valid_from"),
            ("0.45", "-1", "factors"),
            ("region", "regoin", "*"),
        ] {
            let parsed = read_price_rule_list("p.toml", &RULE.replace(from, to)).unwrap();
            assert_eq!(parsed.value, [], "{from}");
            assert_eq!(
                parsed.findings[0].field, field,
                "{from}: {:?}",
                parsed.findings
            );
        }
    }
}
