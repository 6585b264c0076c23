//! The monitoring table through the whole service, on both engines.

use std::time::Duration;

use access::Builtin;
use db::Db;
use db::testing::on_both;
use kit::{MemberId, TeamId, TicketId};
use serde_json::{Value, json};

use crate::member::{Presence, presence};
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

struct Desk {
    office: Office,
    site: Site,
}

impl Desk {
    fn new(db: &Db) -> Self {
        Self {
            office: Office::new(db),
            site: Site::new(db),
        }
    }

    fn at(&self, member: MemberId) -> Browser<'_> {
        self.site.program(&self.office.token(member))
    }

    fn of(&self, role: Builtin) -> MemberId {
        self.office.people[&role].member
    }

    fn admin(&self) -> Browser<'_> {
        self.at(self.of(Builtin::Admin))
    }

    /// A customer writes.
    fn hear(&self, address: &str) -> TicketId {
        self.office.hear(self.office.arrival(address))
    }

    fn give(&self, ticket: TicketId, member: MemberId) {
        self.admin()
            .put(
                &self.office.path(&format!("/tickets/{ticket}/assignee")),
                json!({ "member": member }),
            )
            .with(200);
    }

    fn answer(&self, ticket: TicketId, member: MemberId) {
        self.at(member)
            .post(
                &self.office.path(&format!("/tickets/{ticket}/messages")),
                json!({ "body": "Sí, dime." }),
            )
            .with(201);
    }

    fn table(&self, member: MemberId, query: &str) -> Value {
        self.at(member).get(&self.office.path(&format!("/monitor{query}"))).with(200).json
    }

    fn pass(&self, seconds: u64) {
        self.office.db.clock().advance(Duration::from_secs(seconds));
    }
}

/// One person's figures; nothing when they have no row.
fn row(table: &Value, member: MemberId) -> Value {
    let rows = table["rows"].as_array().expect("rows");
    rows.iter()
        .find(|row| row["member"]["id"] == json!(member))
        .map_or(Value::Null, |row| row["tally"].clone())
}

#[test]
fn what_each_has_and_has_done_today() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (admin, rosa) = (desk.of(Builtin::Admin), desk.of(Builtin::Advisor));
        let tickets: Vec<TicketId> = (0..5).map(|n| desk.hear(&format!("v{n}"))).collect();
        let before = desk.table(admin, "");
        assert_eq!(before["queue"]["waiting"], json!(5));
        assert!(before["queue"]["since"].is_string());
        assert_eq!(row(&before, rosa)["open"], json!(0));

        for ticket in &tickets[..4] {
            desk.give(*ticket, rosa);
        }
        desk.pass(60);
        for ticket in &tickets[1..4] {
            desk.answer(*ticket, rosa);
        }
        let hold = desk.office.path(&format!("/tickets/{}/hold", tickets[2]));
        desk.admin().put(&hold, json!({})).with(200);
        desk.pass(540);
        let close = desk.office.path(&format!("/tickets/{}/resolution", tickets[3]));
        desk.admin().post(&close, json!({})).with(200);
        let table = desk.table(admin, "");
        let waits = row(&table, rosa)["unanswered_since"].clone();
        assert!(waits.is_string());
        assert_eq!(
            row(&table, rosa),
            json!({
                "open": 2, "unanswered": 1, "unanswered_since": waits, "on_hold": 1, "snoozed": 0,
                "closed": 1, "first_replies": 3, "first_reply_seconds": 60, "resolution_seconds": 600,
            })
        );
        assert_eq!(table["queue"]["waiting"], json!(1));
        // Tomorrow counts anew, and what is on their hands stays.
        desk.pass(24 * 3600);
        let tomorrow = desk.table(admin, "");
        assert_ne!(tomorrow["day"], table["day"]);
        let figures = row(&tomorrow, rosa);
        assert_eq!(
            (&figures["closed"], &figures["first_replies"], &figures["first_reply_seconds"]),
            (&json!(0), &json!(0), &Value::Null)
        );
        assert_eq!((&figures["open"], &figures["on_hold"]), (&json!(2), &json!(1)));
    });
}

#[test]
fn an_open_table_is_told_only_what_changed() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (admin, rosa, omar) = (
            desk.of(Builtin::Admin),
            desk.of(Builtin::Advisor),
            desk.of(Builtin::ConversationAgent),
        );
        let ticket = desk.hear("v1");
        desk.give(ticket, rosa);
        let ids = |table: &Value| -> Vec<Value> {
            let mut ids: Vec<Value> = table["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["member"]["id"].clone())
                .collect();
            ids.sort_by_key(ToString::to_string);
            ids
        };
        let since = |table: &Value| format!("?since={}", table["cursor"].as_str().unwrap());
        let first = desk.table(admin, "");
        assert_eq!(first["whole"], json!(true));
        assert!(ids(&first).len() > 5, "everybody stands in it");

        let nothing = desk.table(admin, &since(&first));
        assert_eq!((&nothing["whole"], ids(&nothing).len()), (&json!(false), 0));
        // From one to the other: both have another row.
        desk.give(ticket, omar);
        let moved = desk.table(admin, &since(&nothing));
        let mut both = vec![json!(rosa), json!(omar)];
        both.sort_by_key(ToString::to_string);
        assert_eq!((&moved["whole"], ids(&moved)), (&json!(false), both));
        assert_eq!((&row(&moved, rosa)["open"], &row(&moved, omar)["open"]), (&json!(0), &json!(1)));
        // Somebody comes.
        let org = desk.office.org;
        desk.office.write(move |tx| presence::set(tx, org, rosa, Presence::Online)).unwrap();
        let came = desk.table(admin, &since(&moved));
        assert_eq!(ids(&came), [json!(rosa)]);
        assert_eq!(came["rows"][0]["member"]["presence"], json!("online"));
        // What is about everybody is everything anew; so is what the log no longer holds.
        desk.admin()
            .patch(&desk.office.path(&format!("/members/{omar}")), json!({ "quota": 3 }))
            .with(200);
        assert_eq!(desk.table(admin, &since(&came))["whole"], json!(true));
        desk.at(admin)
            .get(&desk.office.path("/monitor?since=%3F"))
            .problem(422, "cursor_invalid");
    });
}

#[test]
fn only_what_its_reader_may_count() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, omar) = (desk.of(Builtin::Advisor), desk.of(Builtin::ConversationAgent));
        let supervisor = desk.of(Builtin::Supervisor);
        desk.at(rosa).get(&desk.office.path("/monitor")).problem(403, "denied");
        desk.at(supervisor).get(&desk.office.path("/monitor")).problem(403, "denied");

        let other: TeamId = desk.office.team("Repuestos");
        let here = desk.hear("v1");
        desk.give(here, rosa);
        let there = desk.office.ticket(other, None);
        desk.give(there, omar);
        desk.admin()
            .post(
                &desk.office.path(&format!("/members/{supervisor}/switches")),
                json!({ "permission": "monitor.read", "scope": "team", "scope_id": other, "on": true }),
            )
            .with(201);
        let table = desk.table(supervisor, "");
        assert_eq!((&row(&table, rosa)["open"], &row(&table, omar)["open"]), (&json!(0), &json!(1)));
        assert_eq!(table["queue"]["waiting"], json!(0));
        // Narrowed to a team: its people, and whoever else has something of it.
        let narrowed = desk.table(desk.of(Builtin::Admin), &format!("?team={other}"));
        assert_eq!(row(&narrowed, omar)["open"], json!(1));
        assert_eq!(row(&narrowed, rosa), Value::Null);
        // To a channel in which nobody has anything: nobody.
        let channel = desk.office.channel(other);
        assert_eq!(
            desk.table(desk.of(Builtin::Admin), &format!("?channel={channel}"))["rows"],
            json!([])
        );
    });
}
