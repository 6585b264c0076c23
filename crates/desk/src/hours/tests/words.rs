//! When attention opens, as each language says it.

use jiff::tz::TimeZone;
use kit::Locale;

use super::{at, zone};
use crate::hours::model::Said;
use crate::hours::words::{self, To, opening};

fn all(zone: &TimeZone, now: &str, opens: &str) -> Vec<String> {
    let (now, opens) = (at(zone, now), at(zone, opens));
    Locale::ALL.iter().map(|locale| opening(*locale, Some(opens), now, zone)).collect()
}

#[test]
fn in_the_words_of_each_language() {
    let zone = zone("America/Mexico_City");
    // A Sunday.
    let now = "2027-01-10T08:00";
    assert_eq!(
        all(&zone, now, "2027-01-10T15:30"),
        [
            "today at 3:30 PM",
            "aujourd’hui à 15\u{a0}h\u{a0}30",
            "heute um 15:30 Uhr",
            "hoy a las 15:30",
            "oggi alle ore 15:30",
            "dzisiaj o 15:30",
            "hoje às 15h30"
        ]
    );
    assert_eq!(
        all(&zone, now, "2027-01-11T09:00"),
        [
            "tomorrow at 9:00 AM",
            "demain à 9\u{a0}h",
            "morgen um 9:00 Uhr",
            "mañana a las 9:00",
            "domani alle ore 9:00",
            "jutro o 9:00",
            "amanhã às 9h"
        ]
    );
    assert_eq!(
        all(&zone, now, "2027-01-12T01:00"),
        [
            "on Tuesday, January 12, at 1:00 AM",
            "mardi 12 à 1\u{a0}h",
            "am Dienstag, dem 12. Januar, um 1:00 Uhr",
            "el martes 12 a la 1:00",
            "martedì 12 alle ore 1:00",
            "we wtorek 12 stycznia o 1:00",
            "terça-feira, dia 12, à 1h"
        ]
    );
    assert_eq!(
        all(&zone, now, "2027-02-01T09:00"),
        [
            "on Monday, February 1, at 9:00 AM",
            "le lundi 1er février à 9\u{a0}h",
            "am Montag, dem 1. Februar, um 9:00 Uhr",
            "el lunes 1 de febrero a las 9:00",
            "lunedì 1º febbraio alle ore 9:00",
            "w poniedziałek 1 lutego o 9:00",
            "segunda-feira, 1º de fevereiro, às 9h"
        ]
    );
    assert_eq!(opening(Locale::Es, None, at(&zone, now), &zone), "más adelante");
}

#[test]
fn a_message_is_in_the_customers_language_where_it_is_written_in_it() {
    let zone = zone("Europe/Madrid");
    let (now, opens) = (at(&zone, "2027-01-10T08:00"), at(&zone, "2027-01-11T09:00"));
    let said = |locale, text: &str| Said { locale, text: text.into() };
    let written = [
        said(
            Locale::Es,
            "Hola {{ contact.first_name }}: abrimos {{next_opening}}. {{organisation.name}} {{otra}}",
        ),
        said(Locale::PtBr, "Abrimos {{next_opening}}."),
    ];
    let say = |general: &[Said], locale: Option<Locale>| {
        let to = To {
            locale,
            name: "Rosa {{next_opening}} Elena",
            organisation: "Tractores Lerma",
            spoken: Locale::Es,
        };
        words::message(None, general, &to, Some(opens), now, &zone)
    };
    assert_eq!(say(&written, Some(Locale::PtBr)), "Abrimos amanhã às 9h.");
    // What a name holds is never read as a place.
    assert_eq!(
        say(&written, Some(Locale::De)),
        "Hola Rosa: abrimos mañana a las 9:00. Tractores Lerma {{otra}}"
    );
    assert_eq!(
        say(&[], Some(Locale::De)),
        "Vielen Dank für Ihre Nachricht. Zurzeit ist niemand erreichbar. Wir antworten Ihnen morgen um 9:00 Uhr."
    );
    assert!(say(&[], None).ends_with("Le responderemos mañana a las 9:00."));
}
