//! Bulk transfers, through the whole service, on both engines.

use std::collections::BTreeSet;
use std::time::Duration;

use access::Builtin;
use db::Db;
use db::testing::on_both;
use kit::{MemberId, TicketId};
use serde_json::{Value, json};

use crate::testing::Office;
use crate::testing::site::{Browser, Site};
use crate::work;

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

    fn at(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&role].member))
    }

    fn admin(&self) -> Browser<'_> {
        self.at(Builtin::Admin)
    }

    fn advisor(&self) -> MemberId {
        self.office.hire(&[Builtin::Advisor], &[self.office.team]).member
    }

    fn tickets(&self, of: MemberId, count: usize) -> Vec<TicketId> {
        (0..count).map(|_| self.office.ticket(self.office.team, Some(of))).collect()
    }

    fn path(&self, rest: &str) -> String {
        self.office.path(&format!("/bulk-transfers{rest}"))
    }

    /// Asks for it, and lets it be done.
    fn done(&self, draft: &Value) -> Value {
        let begun = self.admin().post(&self.path(""), draft.clone()).with(201).json;
        assert_eq!(begun["state"], json!("running"));
        self.settle();
        self.card(&begun)
    }

    fn card(&self, of: &Value) -> Value {
        self.admin()
            .get(&self.path(&format!("/{}", of["id"].as_str().unwrap())))
            .with(200)
            .json
    }

    fn settle(&self) {
        let app = self.site.app.clone();
        self.site.run(async move { work::settle(&app).await }).unwrap();
    }

    fn has(&self, ticket: TicketId) -> Option<MemberId> {
        self.office.ticket_row(ticket).assignee
    }

    fn count(&self, tickets: &[TicketId], whose: MemberId) -> usize {
        tickets.iter().filter(|id| self.has(**id) == Some(whose)).count()
    }
}

#[test]
fn all_of_it_evenly_and_the_preview_said_so() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, ana, beto) = (desk.advisor(), desk.advisor(), desk.advisor());
        let tickets = desk.tickets(rosa, 61);
        let draft = json!({ "from": rosa, "way": "evenly", "members": [ana, beto] });
        let preview = desk.admin().post(&desk.path("/preview"), draft.clone()).with(200).json;
        assert_eq!(
            (&preview["total"], &preview["moves"], &preview["stays"]),
            (&json!(61), &json!(61), &json!(0))
        );
        let foreseen: BTreeSet<i64> = preview["shares"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["count"].as_i64().unwrap())
            .collect();
        assert_eq!(foreseen, BTreeSet::from([30, 31]));
        assert_eq!(desk.count(&tickets, rosa), 61, "nothing has been changed");
        let card = desk.done(&draft);
        assert_eq!(
            (&card["state"], &card["moved"], &card["stays"]),
            (&json!("done"), &json!(61), &json!(0))
        );
        assert_eq!((desk.count(&tickets, ana), desk.count(&tickets, beto)), (31, 30));
        assert_eq!(card["shares"].as_array().unwrap().len(), 2);
        // The timeline names the act.
        let lines = desk
            .admin()
            .get(&desk.office.path(&format!("/tickets/{}/timeline", tickets[0])))
            .json;
        let handed = lines["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["activity"]["kind"] == json!("handed"))
            .unwrap();
        assert_eq!(handed["activity"]["body"]["transfer"], card["id"]);
    });
}

#[test]
fn what_cannot_go_stays_with_the_reason_for_each_who_could_have_got_it() {
    on_both(|db| {
        let desk = Desk::new(db);
        let chief = desk.office.hire(&[Builtin::Supervisor], &[desk.office.team]).member;
        let (ana, reader) = (desk.advisor(), desk.office.people[&Builtin::ViewOnly].member);
        let origin = |name: &str| {
            let made = desk.admin().post(&desk.office.path("/origins"), json!({ "name": name })).with(201);
            made.json["id"].clone()
        };
        let (payments, claims) = (origin("Pagos"), origin("Reclamos"));
        let serves = desk.office.path(&format!("/members/{ana}/origins"));
        desk.admin().put(&serves, json!({ "origins": [payments] })).with(200);
        let (near, away) = (desk.tickets(chief, 2), desk.office.ticket(desk.office.team, Some(chief)));
        let path = desk.office.path(&format!("/tickets/{away}"));
        desk.admin().patch(&path, json!({ "origin": claims })).with(200);
        let draft = json!({ "from": chief, "way": "evenly", "members": [reader, ana] });
        let preview = desk.admin().post(&desk.path("/preview"), draft.clone()).with(200).json;
        assert_eq!((&preview["moves"], &preview["stays"]), (&json!(2), &json!(1)));
        let stays = &preview["staying"][0];
        assert_eq!(stays["ticket"], json!(away));
        let whys: Vec<(&Value, &Value)> = stays["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| (&r["member"]["id"], &r["why"]))
            .collect();
        assert_eq!(whys, [(&json!(reader), &json!("cannot_reply")), (&json!(ana), &json!("origin"))]);
        let card = desk.done(&draft);
        assert_eq!(
            (&card["moved"], &card["stays"], &card["staying"][0]["ticket"]),
            (&json!(2), &json!(1), &json!(away))
        );
        assert_eq!((desk.count(&near, ana), desk.has(away)), (2, Some(chief)));
    });
}

#[test]
fn only_what_is_meant_by_quota_or_to_the_queue() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, ana, beto) = (desk.advisor(), desk.advisor(), desk.advisor());
        let tickets = desk.tickets(rosa, 10);
        let held = desk.office.path(&format!("/tickets/{}/hold", tickets[9]));
        desk.admin().put(&held, json!({})).with(200);
        for (member, quota) in [(ana, 2), (beto, 5)] {
            let path = desk.office.path(&format!("/members/{member}"));
            desk.admin().patch(&path, json!({ "quota": quota })).with(200);
        }
        desk.tickets(ana, 1);
        let card = desk.done(&json!({ "from": rosa, "way": "quota", "members": [ana, beto], "states": ["open"] }));
        assert_eq!((&card["moved"], &card["stays"]), (&json!(6), &json!(3)));
        assert_eq!(
            (desk.count(&tickets, ana), desk.count(&tickets, beto), desk.count(&tickets, rosa)),
            (1, 5, 4)
        );
        assert_eq!(card["staying"][0]["reasons"][0]["why"], json!("full"));
        assert_eq!(desk.has(tickets[9]), Some(rosa), "what is on hold was not meant");
        let card = desk.done(&json!({ "from": rosa, "way": "queue" }));
        assert_eq!((&card["moved"], desk.count(&tickets, rosa)), (&json!(4), 0));
        assert!(desk.office.ticket_row(tickets[9]).assignee.is_none());
        // What makes no sense says which field.
        let refused = |draft: Value, field: &str| {
            let reply = desk.admin().post(&desk.path("/preview"), draft).with(422);
            assert_eq!(reply.json["field"], json!(field));
        };
        refused(json!({ "from": rosa, "way": "evenly" }), "members");
        refused(json!({ "from": rosa, "way": "evenly", "members": [rosa] }), "members[0]");
        refused(json!({ "from": rosa, "way": "queue", "members": [ana] }), "members");
        refused(json!({ "from": MemberId::new(db.now()), "way": "queue" }), "from");
    });
}

#[test]
fn it_is_taken_back_within_a_day_but_for_what_has_gone_on() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, ana, beto) = (desk.advisor(), desk.advisor(), desk.advisor());
        let tickets = desk.tickets(rosa, 30);
        let card = desk.done(&json!({ "from": rosa, "way": "evenly", "members": [ana] }));
        assert!(card["undo_until"].is_string());
        let one = desk.office.path(&format!("/tickets/{}/assignee", tickets[3]));
        desk.admin().put(&one, json!({ "member": beto })).with(200);
        let closed = desk.office.path(&format!("/tickets/{}/resolution", tickets[4]));
        desk.admin().post(&closed, json!({})).with(200);
        let path = desk.path(&format!("/{}", card["id"].as_str().unwrap()));
        assert_eq!(desk.admin().delete(&path).with(200).json["state"], json!("undoing"));
        desk.admin().delete(&path).problem(409, "state_conflict");
        desk.settle();
        let card = desk.card(&card);
        assert_eq!(
            (&card["state"], &card["returned"], &card["kept"]),
            (&json!("undone"), &json!(28), &json!(2))
        );
        assert_eq!((desk.count(&tickets, rosa), desk.has(tickets[3])), (28, Some(beto)));
        assert!(
            card["staying"]
                .as_array()
                .unwrap()
                .iter()
                .all(|stays| stays["reasons"][0]["why"] == json!("changed"))
        );

        let later = desk.done(&json!({ "from": rosa, "way": "evenly", "members": [ana] }));
        desk.office.db.clock().advance(Duration::from_secs(24 * 3600));
        let path = desk.path(&format!("/{}", later["id"].as_str().unwrap()));
        desk.admin().delete(&path).problem(409, "bulk_transfer_over");
        assert_eq!(desk.card(&later)["undo_until"], Value::Null);
        let listed = desk.admin().get(&desk.path(&format!("?from={rosa}"))).with(200).json;
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);
        assert_eq!(desk.admin().get(&desk.path(&format!("?from={ana}"))).json["items"], json!([]));
    });
}

#[test]
fn each_side_is_told_once_and_nobody_else_may() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, ana) = (desk.advisor(), desk.advisor());
        // What was theirs before is told of as always; those lines are not what this is about.
        desk.tickets(rosa, 12);
        desk.settle();
        let draft = json!({ "from": rosa, "way": "evenly", "members": [ana] });
        desk.done(&draft);
        let told = |member: MemberId| {
            let org = desk.office.org;
            desk.office
                .read(move |tx| {
                    let sql =
                        "SELECT kind, COALESCE(amount, 0) FROM notification WHERE org_id = $1 AND member_id = $2 AND ticket_id IS NULL";
                    Ok(tx.all::<(String, i64)>(sql, db::args![org, member])?)
                })
                .unwrap()
        };
        assert_eq!(told(ana), [("received".to_owned(), 12)]);
        assert_eq!(told(rosa), [("relieved".to_owned(), 12)]);
        let org = desk.office.org;
        let each = desk.office.read(move |tx| {
            let sql = "SELECT COUNT(*) FROM notification WHERE org_id = $1 AND member_id = $2 AND ticket_id IS NOT NULL";
            Ok(tx.one::<i64>(sql, db::args![org, ana])?)
        });
        assert_eq!(each.unwrap(), 0, "one line for all of them, and not one for each");
        for role in Builtin::ALL.iter().filter(|role| **role != Builtin::Admin) {
            let refused = desk.at(*role).post(&desk.path(""), draft.clone());
            assert!([403, 404].contains(&refused.status.as_u16()), "{role:?} {}", refused.status);
        }
    });
}

/// A right that is lost between two steps moves nothing more.
#[test]
fn what_is_left_is_decided_by_the_rights_as_they_are_then() {
    on_both(|db| {
        let desk = Desk::new(db);
        let (rosa, ana) = (desk.advisor(), desk.advisor());
        let second = desk.office.hire(&[Builtin::Admin], &[desk.office.team]).member;
        let tickets = desk.tickets(rosa, 30);
        let mut theirs = desk.site.program(&desk.office.token(second));
        let begun = theirs
            .post(&desk.path(""), json!({ "from": rosa, "way": "evenly", "members": [ana] }))
            .with(201)
            .json;
        let (callers, org, id) = (
            desk.office.cache.clone(),
            desk.office.org,
            begun["id"].as_str().unwrap().parse().unwrap(),
        );
        desk.office.write(move |tx| super::step::step(tx, &callers, org, id)).unwrap();
        assert_eq!(desk.count(&tickets, ana), 25);
        desk.admin()
            .put(
                &desk.office.path(&format!("/members/{second}/roles")),
                json!({ "roles": ["supervisor"] }),
            )
            .with(200);
        desk.settle();
        let card = desk.card(&begun);
        assert_eq!(
            (&card["state"], &card["moved"], &card["stays"]),
            (&json!("done"), &json!(25), &json!(5))
        );
        assert_eq!(card["staying"][0]["reasons"], json!([{ "member": null, "why": "mover" }]));
        assert_eq!(desk.count(&tickets, rosa), 5);
    });
}
