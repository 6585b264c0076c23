//! The files, as a spreadsheet gets them.

use access::Builtin;
use db::testing::on_both;

use super::{MINUTE, acting, beat, later, today, year};
use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn a_line_a_day_person_organisation_and_team_with_nothing_that_runs() {
    on_both(|db| {
        let (host, home, site) = (Office::new(db), Office::new(db), Site::new(db));
        let there = host.host(home.people[&Builtin::Advisor].account);
        host.write(move |tx| {
            let name = "=HYPERLINK(\"https://mal.example\")";
            Ok(tx.exec(
                "UPDATE member SET first_name = $2, last_name = '' WHERE id = $1",
                db::args![there, name],
            )?)
        })
        .unwrap();
        let ticket = host.ticket(host.team, Some(there));
        later(db, 70 * MINUTE);
        beat(&host, there, ticket, 65 * MINUTE + 7, 0);
        let file = |side: &str, kind: &str| format!("{}&format={kind}", year(&format!("{side}/file"), db));
        let mut admin = acting(&site, &host, Builtin::Admin);
        let reply = admin.get(&host.path(&file("/external-advisors/time", "csv"))).with(200);
        let text = String::from_utf8(reply.bytes.clone()).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "\"Fecha\",\"Asesor\",\"Organización de origen\",\"Equipo\",\"Horas\"");
        let day = today(db);
        assert!(
            lines[1..]
                .iter()
                .all(|l| l.contains("\"'=HYPERLINK(\"\"https://mal.example\"\")\",\"Tractores Lerma\",\"Soporte\""))
        );
        assert!(lines.iter().any(|l| l.starts_with(&day)), "{text}");
        let header = |name: &str| reply.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/csv; charset=utf-8");
        assert!(header("content-disposition").starts_with("attachment; filename=\"horas-"));
        assert_eq!(header("x-content-type-options"), "nosniff");

        let book = admin.get(&host.path(&file("/external-advisors/time", "xlsx"))).with(200);
        assert!(book.bytes.starts_with(b"PK"));
        admin
            .get(&host.path(&file("/external-advisors/time", "pdf")))
            .problem(422, "value_invalid");

        let away = acting(&site, &home, Builtin::Admin)
            .get(&home.path(&file("/lent/time", "csv")))
            .with(200);
        let text = String::from_utf8(away.bytes).unwrap();
        assert!(
            text.contains("Organización donde trabajó") && !text.contains("HYPERLINK"),
            "their own name for them: {text}"
        );
        assert!(text.contains("1:05:07") || text.lines().count() == 3, "{text}");

        for (office, role) in [
            (&host, Builtin::ExternalAdvisor),
            (&host, Builtin::Supervisor),
            (&home, Builtin::Advisor),
        ] {
            let mut other = acting(&site, office, role);
            other
                .get(&office.path(&file("/external-advisors/time", "csv")))
                .problem(404, "not_found");
            other.get(&office.path(&file("/lent/time", "csv"))).problem(404, "not_found");
        }
    });
}
