//! Corrected by hand: who may, what holds, and that nothing is overwritten.

use access::Builtin;
use db::testing::on_both;
use db::{Db, args};
use kit::TicketId;
use serde_json::{Value, json};

use super::{MINUTE, acting, beat, later, seconds, today};
use crate::testing::Office;
use crate::testing::site::Site;

struct Desk {
    office: Office,
    site: Site,
    ticket: TicketId,
}

impl Desk {
    /// The advisor has had a ticket in front for ten minutes.
    fn new(db: &Db) -> Self {
        let (office, site) = (Office::new(db), Site::new(db));
        let me = office.people[&Builtin::Advisor].member;
        let ticket = office.ticket(office.team, Some(me));
        later(db, 20 * MINUTE);
        beat(&office, me, ticket, 10 * MINUTE, 0);
        Self { office, site, ticket }
    }

    fn path(&self, rest: &str) -> String {
        self.office.path(&format!("/tickets/{}/time{rest}", self.ticket))
    }

    fn correct(&self, role: Builtin, body: Value) -> crate::testing::site::Reply {
        acting(&self.site, &self.office, role).post(&self.path("/corrections"), body)
    }
}

#[test]
fn with_a_reason_and_beside_what_was_counted() {
    on_both(|db| {
        let desk = Desk::new(db);
        let body = json!({ "day": today(db), "seconds": 240, "reason": "Salí a atender una llamada" });
        let time = desk.correct(Builtin::Advisor, body).with(201).json;
        assert_eq!((&time["seconds"], &time["mine"]), (&json!(240), &json!(240)));
        let c = &time["corrections"][0];
        assert_eq!(
            (&c["before"], &c["after"], &c["reason"]),
            (&json!(600), &json!(240), &json!("Salí a atender una llamada"))
        );
        assert_eq!(
            (&c["by"]["id"], &c["person"]["id"]),
            (&json!(desk.office.people[&Builtin::Advisor].member), &c["by"]["id"])
        );
        // What comes counts on; what was counted is still there.
        later(db, MINUTE);
        beat(&desk.office, desk.office.people[&Builtin::Advisor].member, desk.ticket, 60, 0);
        assert_eq!(seconds(&desk.office, desk.ticket), 300);
        let ticket = desk.ticket;
        let counted: i64 = desk
            .office
            .read(move |tx| {
                let sql = "SELECT CAST(SUM(seconds) AS BIGINT) FROM time_entry WHERE ticket_id = $1 AND correction_id IS NULL";
                Ok(tx.one(sql, args![ticket])?)
            })
            .unwrap();
        assert_eq!(counted, 660);
        let log = acting(&desk.site, &desk.office, Builtin::Admin)
            .get(&desk.office.path("/audit?action=time_entry.corrected"))
            .with(200)
            .json;
        assert_eq!(log["items"][0]["body"]["seconds"], json!({ "before": 600, "after": 240 }));
        assert_eq!(log["items"][0]["subject"], json!(desk.ticket));
    });
}

#[test]
fn no_more_than_the_day_has_and_only_on_days_that_were() {
    on_both(|db| {
        let desk = Desk::new(db);
        let with = |day: &str, seconds: u32, reason: &str| json!({ "day": day, "seconds": seconds, "reason": reason });
        let day = today(db);
        desk.correct(Builtin::Advisor, with(&day, 300, " ")).problem(422, "required");
        desk.correct(Builtin::Advisor, with("ayer", 300, "Prueba"))
            .problem(422, "date_unreadable");
        desk.correct(Builtin::Advisor, with("2026-01-01", 300, "Prueba"))
            .problem(422, "day_outside");
        desk.correct(Builtin::Advisor, with("2199-01-01", 300, "Prueba"))
            .problem(422, "day_outside");
        desk.correct(Builtin::Advisor, with(&day, 600, "Prueba"))
            .problem(422, "nothing_changed");
        desk.correct(Builtin::Advisor, with(&day, 90_000, "Prueba"))
            .problem(422, "more_than_day");
        desk.correct(Builtin::Advisor, json!({ "day": day, "seconds": -1, "reason": "Prueba" }))
            .with(422);
        // Of the day so far, all tickets together.
        let zone = jiff::tz::TimeZone::get("America/Mexico_City").unwrap();
        let begun = crate::time_entry::Day::at(db.now(), &zone).begins(&zone);
        let so_far = u32::try_from(db.now().since(begun).as_secs()).unwrap();
        let other = desk.office.ticket(desk.office.team, None);
        let path = desk.office.path(&format!("/tickets/{other}/time/corrections"));
        let mut me = acting(&desk.site, &desk.office, Builtin::Advisor);
        me.post(&path, with(&day, so_far - 599, "Todo el día"))
            .problem(422, "more_than_day");
        me.post(&path, with(&day, so_far - 600, "Todo el día")).with(201);
        // Taking away needs no room.
        desk.correct(Builtin::Advisor, with(&day, 0, "No era mío")).with(201);
        assert_eq!(seconds(&desk.office, desk.ticket), 0);
    });
}

#[test]
fn of_others_only_by_who_edits_people() {
    on_both(|db| {
        let desk = Desk::new(db);
        let advisor = desk.office.people[&Builtin::Advisor].member;
        let body = |member: kit::MemberId| json!({ "member": member, "day": today(db), "seconds": 60, "reason": "Se acordó así" });
        desk.correct(Builtin::Supervisor, body(advisor)).problem(404, "not_found");
        desk.correct(Builtin::ExternalAdvisor, body(advisor)).problem(404, "not_found");
        desk.correct(Builtin::ViewOnly, json!({ "day": today(db), "seconds": 60, "reason": "Prueba" }))
            .problem(403, "denied");
        // Who never had it in front has nothing that others could correct.
        let supervisor = desk.office.people[&Builtin::Supervisor].member;
        desk.correct(Builtin::Admin, body(supervisor)).problem(404, "not_found");
        let other = Office::new(db);
        desk.correct(Builtin::Admin, body(other.people[&Builtin::Advisor].member))
            .problem(404, "not_found");
        let time = desk.correct(Builtin::Admin, body(advisor)).with(201).json;
        assert_eq!((&time["seconds"], &time["mine"]), (&json!(60), &json!(0)));
        let may = |role: Builtin| {
            let time = acting(&desk.site, &desk.office, role).get(&desk.path("")).with(200).json;
            let people = time["people"].as_array().unwrap().clone();
            let of = people.iter().find(|p| p["person"]["id"] == json!(advisor)).unwrap().clone();
            of["corrects"].as_bool().unwrap()
        };
        assert_eq!(
            [Builtin::Admin, Builtin::Advisor, Builtin::Supervisor, Builtin::ViewOnly].map(may),
            [true, true, false, false]
        );
    });
}

/// What is taken away comes from teams that have it, so that no team has less than nothing.
#[test]
fn each_team_keeps_what_is_its_own() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (far, ticket) = (desk.office.team("Refacciones"), desk.ticket);
        let me = desk.office.people[&Builtin::Admin].member;
        beat(&desk.office, me, ticket, 9 * MINUTE, 2 * MINUTE);
        desk.office
            .write(move |tx| Ok(tx.exec("UPDATE ticket SET team_id = $2 WHERE id = $1", args![ticket, far])?))
            .unwrap();
        later(db, MINUTE);
        beat(&desk.office, me, ticket, 60, 0);
        desk.correct(Builtin::Admin, json!({ "day": today(db), "seconds": 100, "reason": "Era menos" }))
            .with(201);
        let of = |team: kit::TeamId| -> i64 {
            let sql = "SELECT CAST(SUM(seconds) AS BIGINT) FROM time_entry WHERE ticket_id = $1 AND member_id = $2 AND team_id = $3";
            desk.office.read(move |tx| Ok(tx.one(sql, args![ticket, me, team])?)).unwrap()
        };
        assert_eq!((of(far), of(desk.office.team)), (0, 100));
    });
}

#[test]
fn who_reads_the_ticket_hears_of_a_correction() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.correct(Builtin::Advisor, json!({ "day": today(db), "seconds": 60, "reason": "Prueba" }))
            .with(201);
        let org = desk.office.org;
        let batch = desk.office.read(move |tx| Ok(db::event::after(tx, org, 0, 1000)?)).unwrap();
        let db::event::Batch::Events(events) = batch else { panic!("whole") };
        let event = events.iter().find(|e| e.kind == "time_entry.corrected").expect("an event");
        let hears = |role: Builtin| {
            let who = desk.office.who(role);
            let (ears, placed) = (crate::audience::Ears::of(&who), crate::audience::Placed::of(event));
            crate::audience::hear(&who, &ears, event, &placed) == crate::audience::Heard::Event
        };
        assert!(hears(Builtin::Advisor) && hears(Builtin::ExternalAdvisor) && !hears(Builtin::Operator));
        assert!(!event.body.contains("Prueba"));
    });
}
