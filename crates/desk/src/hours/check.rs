//! What a calendar is written as, and what of it makes no sense. Each refusal names its field.

use std::collections::BTreeSet;

use kit::{ChannelId, Error, Locale, Result, TeamId};

use super::model::{Interval, LONGEST, Minute, Pause, Plan, Said, SpecialDay};
use super::words;
use crate::text;

pub const MAX_NAME: usize = 80;
const MAX_MESSAGE: usize = 1000;
const MAX_INTERVALS: usize = 12;
const MAX_PAUSES: usize = 20;
pub const MAX_SPECIAL_DAYS: usize = 400;

/// A calendar as it is written, whole.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursDraft")]
pub struct Draft {
    pub name: String,
    /// A zone of the IANA database; none: the organisation's.
    pub time_zone: Option<String>,
    #[serde(flatten)]
    pub plan: Plan,
    /// Who writes outside hours is answered by itself, once a closed period.
    pub answers: bool,
    /// What comes outside hours is given all the same, and seen when attention opens; else it waits with nobody.
    pub derives: bool,
    /// It holds for the whole organisation, where nothing nearer says otherwise.
    #[serde(default)]
    pub organisation: bool,
    #[serde(default)]
    pub teams: BTreeSet<TeamId>,
    #[serde(default)]
    pub channels: BTreeSet<ChannelId>,
}

/// The plan as it is kept: intervals in order, names and texts in form.
pub fn plan(draft: &Plan) -> Result<Plan> {
    let week = week(&draft.week)?;
    most("pauses", draft.pauses.len(), MAX_PAUSES)?;
    most("special_days", draft.special_days.len(), MAX_SPECIAL_DAYS)?;
    let pauses = draft
        .pauses
        .iter()
        .enumerate()
        .map(|(at, one)| pause(&format!("pauses[{at}]"), one));
    let days = draft.special_days.iter().enumerate();
    let mut special_days = days
        .map(|(at, one)| special_day(&format!("special_days[{at}]"), one))
        .collect::<Result<Vec<_>>>()?;
    special_days.sort_by(|a, b| (a.from, a.until, &a.name).cmp(&(b.from, b.until, &b.name)));
    Ok(Plan {
        week,
        pauses: pauses.collect::<Result<_>>()?,
        special_days,
        message: message("message", &draft.message)?,
    })
}

fn week(draft: &[Vec<Interval>; 7]) -> Result<[Vec<Interval>; 7]> {
    if draft.iter().all(Vec::is_empty) {
        return Err(Error::invalid("week", "hours_never_open"));
    }
    for (day, intervals) in draft.iter().enumerate() {
        let at = |index: usize, end: &str| format!("week[{day}][{index}].{end}");
        most(&format!("week[{day}]"), intervals.len(), MAX_INTERVALS)?;
        for (index, one) in intervals.iter().enumerate() {
            begins(&at(index, "from"), one.from)?;
            ends(&at(index, "until"), one.from, one.until)?;
            // Of two that overlap the later one is told.
            let others = intervals.iter().take(index);
            if others.into_iter().any(|other| one.from < other.until && other.from < one.until) {
                return Err(Error::invalid(at(index, "from"), "hours_overlap"));
            }
            let eve = draft.get((day + 6) % 7).map_or(&[][..], Vec::as_slice);
            if eve.iter().any(|other| other.until.0 > one.from.0 + LONGEST) {
                return Err(Error::invalid(at(index, "from"), "hours_overlap_eve"));
            }
        }
    }
    let mut week = draft.clone();
    week.iter_mut().for_each(|day| day.sort_unstable());
    Ok(week)
}

fn begins(field: &str, from: Minute) -> Result<()> {
    if from.0 < LONGEST {
        Ok(())
    } else {
        Err(Error::invalid(field, "hours_of_next_day"))
    }
}

fn ends(field: &str, from: Minute, until: Minute) -> Result<()> {
    if until <= from {
        Err(Error::invalid(field, "hours_end_before_start"))
    } else if until.0 - from.0 > LONGEST {
        Err(Error::invalid(field, "hours_too_long"))
    } else {
        Ok(())
    }
}

fn pause(field: &str, draft: &Pause) -> Result<Pause> {
    let days: BTreeSet<u8> = draft.days.iter().copied().collect();
    if days.is_empty() {
        return Err(Error::invalid(format!("{field}.days"), "required"));
    }
    if !days.iter().all(|day| (1..=7).contains(day)) {
        return Err(Error::invalid(format!("{field}.days"), "choice_unknown"));
    }
    begins(&format!("{field}.from"), draft.from)?;
    ends(&format!("{field}.until"), draft.from, draft.until)?;
    Ok(Pause {
        name: text::line(&format!("{field}.name"), &draft.name, MAX_NAME)?,
        days: days.into_iter().collect(),
        message: message(&format!("{field}.message"), &draft.message)?,
        ..*draft
    })
}

fn special_day(field: &str, draft: &SpecialDay) -> Result<SpecialDay> {
    if draft.until <= draft.from {
        return Err(Error::invalid(format!("{field}.until"), "hours_end_before_start"));
    }
    // What comes every year ends before it comes again.
    let longest = if draft.yearly { 366 } else { 3 * 366 };
    if draft.from.0.duration_until(draft.until.0).as_hours() > longest * 24 {
        return Err(Error::invalid(format!("{field}.until"), "hours_dates_too_long"));
    }
    Ok(SpecialDay {
        name: text::line(&format!("{field}.name"), &draft.name, MAX_NAME)?,
        message: message(&format!("{field}.message"), &draft.message)?,
        ..*draft
    })
}

/// Each language once; what is empty is not said.
fn message(field: &str, draft: &[Said]) -> Result<Vec<Said>> {
    let mut said: Vec<Said> = Vec::new();
    for (at, one) in draft.iter().enumerate() {
        let field = format!("{field}[{at}].text");
        let text = text::prose(&field, &one.text, MAX_MESSAGE)?;
        if text.is_empty() {
            continue;
        }
        if let Some(name) = text::unknown_variable(&text, &words::VARIABLES) {
            return Err(Error::invalid(field, "variable_unknown").with_param("name", name));
        }
        if said.iter().any(|other| other.locale == one.locale) {
            return Err(Error::invalid(field, "language_twice"));
        }
        said.push(Said { locale: one.locale, text });
    }
    said.sort_by_key(|one| Locale::ALL.iter().position(|l| *l == one.locale));
    Ok(said)
}

fn most(field: &str, length: usize, max: usize) -> Result<()> {
    if length <= max {
        Ok(())
    } else {
        Err(Error::invalid(field, "too_many_values").with_param("max", max))
    }
}
