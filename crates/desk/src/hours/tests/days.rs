//! What a calendar says at chosen instants: nights, lunches, holidays, and calendars that never change.

use kit::Time;

use super::{at, daily, interval, minute, pause, special, zone};
use crate::hours::Schedule;
use crate::hours::check;
use crate::hours::model::{Plan, Said};

fn shop() -> Plan {
    let mut plan = daily(&[("09:00", "14:00"), ("16:00", "19:00")]);
    (plan.week[5], plan.week[6]) = (vec![interval("10:00", "14:00")], Vec::new());
    plan.special_days = vec![
        special("Navidad", "2020-12-25T00:00", "2020-12-26T00:00", true),
        special("Inventario", "2026-11-26T12:00", "2026-11-28T00:00", false),
    ];
    plan
}

fn says(plan: &Plan, when: &str) -> (bool, String, String) {
    let zone = zone("America/Mexico_City");
    let schedule = Schedule::new(plan, zone.clone());
    let standing = schedule.at(at(&zone, when));
    let text = |at: Option<Time>| {
        at.map_or("-".to_owned(), |at| {
            zone.to_datetime(at.to_jiff()).strftime("%m-%d %H:%M").to_string()
        })
    };
    (standing.open, text(standing.since), text(standing.until))
}

#[test]
fn nights_lunches_weekends_and_holidays() {
    let plan = shop();
    let is = |when: &str, open: bool, since: &str, until: &str| {
        assert_eq!(says(&plan, when), (open, since.to_owned(), until.to_owned()), "{when}")
    };
    // 2026-11-23 is a Monday.
    is("2026-11-23T09:00", true, "11-23 09:00", "11-23 14:00");
    is("2026-11-23T14:00", false, "11-23 14:00", "11-23 16:00");
    is("2026-11-23T22:00", false, "11-23 19:00", "11-24 09:00");
    // The inventory begins on Thursday at noon and ends with Friday; Saturday opens at ten.
    is("2026-11-26T11:59", true, "11-26 09:00", "11-26 12:00");
    is("2026-11-27T10:00", false, "11-26 12:00", "11-28 10:00");
    is("2026-11-29T10:00", false, "11-28 14:00", "11-30 09:00");
    // Christmas comes every year, whatever year it was written in.
    is("2026-12-25T10:00", false, "12-24 19:00", "12-26 10:00");
    is("2031-12-25T10:00", false, "12-24 19:00", "12-26 09:00");
}

#[test]
fn what_closes_is_named() {
    let mut plan = shop();
    plan.pauses = vec![pause(&[1, 2, 3, 4, 5, 6, 7], "13:00", "13:30")];
    let zone = zone("America/Mexico_City");
    let schedule = Schedule::new(&plan, zone.clone());
    let name = |when: &str| schedule.closed_by(at(&zone, when)).map(|c| c.name);
    assert_eq!(name("2026-11-23T13:10"), Some("Comida"));
    assert_eq!(name("2026-11-23T15:00"), None);
    assert_eq!(name("2026-11-29T13:10"), None, "lunch on a Sunday, which is closed anyway");
    assert_eq!(name("2026-11-26T13:10"), Some("Inventario"), "before lunch");
    assert_eq!(name("2026-12-25T03:00"), Some("Navidad"));
}

#[test]
fn always_open_and_never_again() {
    let zone = zone("Europe/Madrid");
    let always = daily(&[("00:00", "24:00")]);
    let standing = Schedule::new(&always, zone.clone()).at(at(&zone, "2026-10-25T02:30"));
    assert_eq!((standing.open, standing.since, standing.until), (true, None, None));
    let never = Plan::default();
    let standing = Schedule::new(&never, zone.clone()).at(at(&zone, "2026-10-25T02:30"));
    assert_eq!((standing.open, standing.since, standing.until), (false, None, None));
    assert_eq!(Schedule::new(&never, zone.clone()).next_opening(Time::from_micros(0)), None);
}

#[test]
fn the_twenty_ninth_of_february_comes_when_it_comes() {
    let mut plan = daily(&[("09:00", "18:00")]);
    plan.special_days = vec![special("Bisiesto", "2024-02-29T00:00", "2024-03-01T00:00", true)];
    let open = |when: &str| says(&plan, when).0;
    assert!(!open("2028-02-29T10:00"));
    assert!(open("2026-02-28T10:00") && open("2026-03-01T10:00"));
}

#[test]
fn what_makes_no_sense_is_refused_with_its_field() {
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut plan = shop();
        change(&mut plan);
        let error = check::plan(&plan).expect_err("refused");
        (error.field.unwrap_or_default(), error.code)
    };
    assert!(check::plan(&shop()).is_ok());
    let is = |field: &str, code: &'static str, change: &dyn Fn(&mut Plan)| assert_eq!(refused(change), (field.to_owned(), code));
    is("week[0][1].until", "hours_end_before_start", &|p| {
        p.week[0][1].until = minute("16:00")
    });
    is("week[0][1].from", "hours_overlap", &|p| p.week[0][1].from = minute("13:59"));
    is("week[0][0].from", "hours_of_next_day", &|p| {
        p.week[0][0] = interval("24:00", "25:00")
    });
    is("week[0][1].until", "hours_too_long", &|p| p.week[0][1].until = minute("40:01"));
    is("week[1][0].from", "hours_overlap_eve", &|p| p.week[0][1].until = minute("33:01"));
    // Sunday night reaches into Monday.
    is("week[0][0].from", "hours_overlap_eve", &|p| {
        p.week[6] = vec![interval("20:00", "34:00")]
    });
    is("week", "hours_never_open", &|p| p.week = Default::default());
    is("pauses[0].days", "required", &|p| p.pauses = vec![pause(&[], "13:00", "14:00")]);
    is("pauses[0].days", "choice_unknown", &|p| {
        p.pauses = vec![pause(&[8], "13:00", "14:00")]
    });
    is("pauses[0].until", "hours_end_before_start", &|p| {
        p.pauses = vec![pause(&[1], "14:00", "13:00")]
    });
    is("special_days[0].until", "hours_end_before_start", &|p| {
        p.special_days[0].until = p.special_days[0].from
    });
    is("special_days[1].until", "hours_dates_too_long", &|p| {
        p.special_days[1].until.0 = jiff::civil::date(2030, 1, 1).at(0, 0, 0, 0)
    });
    is("special_days[0].name", "required", &|p| p.special_days[0].name = " ".into());
    let said = |text: &str| Said {
        locale: kit::Locale::Es,
        text: text.into(),
    };
    is("message[0].text", "variable_unknown", &|p| {
        p.message = vec![said("Hasta {{nunca}}")]
    });
    is("message[1].text", "language_twice", &|p| {
        p.message = vec![said("Hola"), said("Adiós")]
    });
    // What touches does not overlap.
    let mut touching = shop();
    touching.week[0] = vec![interval("14:00", "16:00"), interval("09:00", "14:00")];
    assert_eq!(
        check::plan(&touching).expect("in order").week[0],
        vec![interval("09:00", "14:00"), interval("14:00", "16:00")]
    );
}
