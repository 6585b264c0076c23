//! Holidays as others write them.

use kit::Time;
use proptest::prelude::*;

use super::{at, zone};
use crate::hours::holidays::{Holidays, read};

fn now() -> Time {
    at(&zone("America/Mexico_City"), "2026-11-22T09:00")
}

fn of(events: &str) -> Holidays {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    read(&text, &zone("America/Mexico_City"), now()).expect("a calendar")
}

fn event(lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

fn shown(found: &Holidays) -> Vec<String> {
    let line = |h: &crate::hours::holidays::Holiday| format!("{} {} {}{}", h.name, h.from, h.until, if h.yearly { " *" } else { "" });
    found.items.iter().map(line).collect()
}

#[test]
fn whole_days_as_calendars_publish_them() {
    let found = of(&[
        event(&["SUMMARY:Año Nuevo", "DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270102"]),
        // Folded, escaped, with an alarm inside whose DTSTART is none of the event's.
        event(&[
            "SUMMARY;LANGUAGE=es:Semana Santa\\, jue",
            " ves y viernes",
            "DTSTART;VALUE=DATE:20270325",
            "DURATION:P2D",
            "BEGIN:VALARM",
            "DTSTART;VALUE=DATE:20200101",
            "END:VALARM",
        ]),
        // A day that ends as it begins; one that is over; one that was cancelled.
        event(&["SUMMARY:Reyes", "DTSTART;VALUE=DATE:20270106", "DTEND;VALUE=DATE:20270106"]),
        event(&["SUMMARY:Revolución", "DTSTART;VALUE=DATE:20261116"]),
        event(&["SUMMARY:Puente", "STATUS:CANCELLED", "DTSTART;VALUE=DATE:20270201"]),
        event(&["DTSTART;VALUE=DATE:20270501"]),
    ]
    .concat());
    assert_eq!(
        shown(&found),
        [
            "Año Nuevo 2027-01-01T00:00 2027-01-02T00:00",
            "Reyes 2027-01-06T00:00 2027-01-07T00:00",
            "Semana Santa, jueves y viernes 2027-03-25T00:00 2027-03-27T00:00",
            "2027-05-01 2027-05-01T00:00 2027-05-02T00:00",
        ]
    );
    assert_eq!(found.left_out, 0);
}

#[test]
fn what_comes_again() {
    let once = |rule: &str, start: &str| {
        let found = of(&event(&[
            "SUMMARY:F",
            &format!("DTSTART;VALUE=DATE:{start}"),
            &format!("RRULE:{rule}"),
        ]));
        (shown(&found), found.left_out)
    };
    let days = |list: &[&str]| -> Vec<String> {
        let next = |d: &str| d.parse::<jiff::civil::Date>().expect("a date").tomorrow().expect("a date");
        list.iter().map(|d| format!("F {d}T00:00 {}T00:00", next(d))).collect()
    };
    // The same date every year is one special day, as it comes next.
    assert_eq!(
        once("FREQ=YEARLY", "19970916"),
        (vec!["F 2027-09-16T00:00 2027-09-17T00:00 *".to_owned()], 0)
    );
    assert_eq!(
        once("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "20001225"),
        (vec!["F 2026-12-25T00:00 2026-12-26T00:00 *".to_owned()], 0)
    );
    // The third Monday of November, the last Monday of May.
    assert_eq!(
        once("FREQ=YEARLY;BYMONTH=11;BYDAY=3MO", "20101115"),
        (days(&["2027-11-15", "2028-11-20", "2029-11-19"]), 0)
    );
    assert_eq!(
        once("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=18", "20100531"),
        (days(&["2027-05-31"]), 0)
    );
    assert_eq!(
        once("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270228T235959Z", "20261130"),
        (days(&["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]), 0)
    );
    assert_eq!(
        once("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4", "20261129"),
        (days(&["2026-11-29", "2026-12-07", "2026-12-13", "2026-12-21"]), 0)
    );
    assert_eq!(
        once("FREQ=DAILY;COUNT=3;BYDAY=MO,TU,WE,TH,FR", "20261204"),
        (days(&["2026-12-04", "2026-12-07", "2026-12-08"]), 0)
    );
    // Said so, and nothing else is lost by it.
    for rule in [
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=SECONDLY",
        "BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1",
    ] {
        assert_eq!(once(rule, "20261130"), (Vec::new(), 1), "{rule}");
    }
    // As often as there is no budget for.
    assert_eq!(once("FREQ=DAILY;INTERVAL=1", "00010101").1, 1);
}

#[test]
fn exceptions_of_what_comes_again() {
    let moved = [
        event(&[
            "UID:a",
            "SUMMARY:Junta",
            "DTSTART;VALUE=DATE:20261202",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;VALUE=DATE:20261209",
        ]),
        event(&[
            "UID:a",
            "RECURRENCE-ID;VALUE=DATE:20261216",
            "SUMMARY:Junta",
            "DTSTART;VALUE=DATE:20261217",
        ]),
    ];
    assert_eq!(
        shown(&of(&moved.concat())),
        [
            "Junta 2026-12-02T00:00 2026-12-03T00:00",
            "Junta 2026-12-17T00:00 2026-12-18T00:00",
            "Junta 2026-12-23T00:00 2026-12-24T00:00"
        ]
    );
}

#[test]
fn hours_are_brought_into_the_calendars_zone() {
    let found = of(&[
        event(&["SUMMARY:Aquí", "DTSTART:20261224T140000", "DTEND:20261224T190000"]),
        event(&["SUMMARY:Mundo", "DTSTART:20261231T180000Z", "DURATION:PT3H30M"]),
        event(&[
            "SUMMARY:Madrid",
            "DTSTART;TZID=Europe/Madrid:20270105T180000",
            "DTEND;TZID=Europe/Madrid:20270105T200000",
        ]),
    ]
    .concat());
    assert_eq!(
        shown(&found),
        [
            "Aquí 2026-12-24T14:00 2026-12-24T19:00",
            "Mundo 2026-12-31T12:00 2026-12-31T15:30",
            "Madrid 2027-01-05T11:00 2027-01-05T13:00"
        ]
    );
}

#[test]
fn what_is_no_calendar_and_what_is_too_much() {
    let zone = zone("UTC");
    let code = |text: &str| read(text, &zone, now()).expect_err("refused").code;
    for text in [
        "",
        "hola",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
        "<html></html>",
        "BEGIN:VEVENT\nDTSTART:20270101",
    ] {
        assert_eq!(code(text), "calendar_unreadable", "{text}");
    }
    let many: String = (0..500)
        .map(|n| event(&[&format!("SUMMARY:Día {n}"), "DTSTART;VALUE=DATE:20270101"]))
        .collect();
    assert_eq!(code(&many), "too_many_values");
    // Whatever is nested stays on the heap, however deep.
    let deep = "BEGIN:VEVENT\n".repeat(30_000);
    assert_eq!(code(&deep), "calendar_unreadable");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever comes is read or refused.
    #[test]
    fn nothing_breaks_it(lines in proptest::collection::vec("(BEGIN:|END:|DTSTART|RRULE:|EXDATE|DURATION:|VEVENT|VALARM|FREQ=|BYDAY=|;VALUE=DATE:|[0-9TZ]{0,16}|[-+A-Z;:,=\"\\\\ é]{0,12}){0,6}", 0..12)) {
        let text = format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\n{}\nEND:VEVENT\n", lines.join("\n"));
        let _read_or_refused = read(&text, &zone("Europe/Madrid"), now());
    }
}
