//! C7 through the whole service, on both engines: who writes outside hours, who is told, and what happens when attention opens.

use access::Builtin;
use db::Db;
use db::testing::on_both;
use kit::{IdentityId, Locale, MemberId, TeamId, TicketId};
use serde_json::{Value, json};

use crate::member::Presence;
use crate::message::receive::{self, Arrival};
use crate::testing::site::{Browser, Site};
use crate::testing::{Office, Worker};
use crate::ticket::{State, Ticket, close, take, transfer};
use crate::who::Who;

const HOUR: u64 = 3600;

/// An office whose team shares out. The clock stands on a Sunday, at noon.
struct Desk {
    office: Office,
    site: Site,
}

impl Desk {
    fn new(db: &Db) -> Self {
        let (office, site) = (Office::new(db), Site::new(db));
        let desk = Self { office, site };
        let path = desk.office.path(&format!("/teams/{}", desk.office.team));
        desk.admin().patch(&path, json!({ "mode": "round_robin" })).with(200);
        desk
    }

    fn admin(&self) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&Builtin::Admin].member))
    }

    /// A calendar of nine to six on weekdays, by the world's clock, for the organisation; changed by what is said.
    fn calendar(&self, change: Value) -> String {
        let made = self.admin().post(&self.office.path("/hours"), draft(change)).with(201);
        made.json["id"].as_str().expect("an id").to_owned()
    }

    fn edit(&self, id: &str, change: Value) {
        self.admin()
            .patch(&self.office.path(&format!("/hours/{id}")), draft(change))
            .with(200);
    }

    fn advisor(&self) -> MemberId {
        let worker: Worker = self.office.hire(&[Builtin::Advisor], &[self.office.team]);
        self.is(worker.member, Presence::Online);
        worker.member
    }

    fn is(&self, member: MemberId, presence: Presence) {
        let org = self.office.org;
        let set = move |tx: &mut db::Tx<'_>| crate::member::presence::set(tx, org, member, presence);
        self.office.write(set).expect("a presence");
    }

    fn hear(&self, address: &str, locale: Option<Locale>) -> Ticket {
        let (cache, org, channel) = (self.office.cache.clone(), self.office.org, self.office.channel);
        let arrival = Arrival {
            channel,
            address: address.into(),
            verified: false,
            provider: None,
            name: Some("Rosa Elena".into()),
            phone: None,
            email: None,
            locale,
            subject: None,
            text: "¿Hay alguien?".into(),
            files: Vec::new(),
            more: Default::default(),
        };
        self.office
            .write(move |tx| receive::receive(tx, &cache, org, &arrival))
            .expect("heard")
            .ticket
    }

    /// What has been said to whom writes there, the oldest first.
    fn told(&self, identity: Option<IdentityId>) -> Vec<String> {
        let (org, identity) = (self.office.org, identity.expect("an address"));
        let sql = "SELECT body FROM message WHERE org_id = $1 AND identity_id = $2 AND kind = 'out' ORDER BY seq";
        self.office
            .read(move |tx| Ok(tx.all(sql, db::args![org, identity])?))
            .expect("messages")
    }

    fn row(&self, id: TicketId) -> Ticket {
        self.office.ticket_row(id)
    }

    fn settle(&self) {
        self.site.settle();
    }

    fn pass(&self, seconds: u64) {
        self.office.db.clock().advance(std::time::Duration::from_secs(seconds));
    }

    fn end(&self, id: TicketId) {
        let (callers, who) = (self.office.cache.clone(), self.office.who(Builtin::Supervisor));
        let ending = close::Ending::default();
        self.office
            .write(move |tx| close::close(tx, &callers, &who, id, &ending))
            .expect("closed");
    }
}

fn draft(change: Value) -> Value {
    let day = json!([{ "from": "09:00", "until": "18:00" }]);
    let mut draft = json!({
        "name": "Oficina", "time_zone": "UTC", "week": [day, day, day, day, day, [], []],
        "answers": true, "derives": false, "organisation": true,
    });
    if let (Some(draft), Some(change)) = (draft.as_object_mut(), change.as_object()) {
        draft.extend(change.clone());
    }
    draft
}

fn sees(who: &Who, ticket: &Ticket) -> bool {
    who.can(access::Perm::TicketRead, &access::Place::At(ticket.facts()))
}

#[test]
fn c7_the_customer_is_told_once_a_closed_period_in_their_language() {
    on_both(|db| {
        let desk = Desk::new(db);
        let first = desk.hear("antes", None);
        assert_eq!(
            (desk.told(first.identity).len(), first.opens_at),
            (0, None),
            "no calendar: always open"
        );
        desk.calendar(json!({ "message": [{ "locale": "es", "text": "Hola {{contact.first_name}}, abrimos {{next_opening}}." }] }));
        let ticket = desk.hear("v1", Some(Locale::Es));
        assert_eq!(desk.told(ticket.identity), ["Hola Rosa, abrimos mañana a las 9:00."]);
        assert_eq!(
            (ticket.first_reply_at, ticket.waiting_since.is_some()),
            (None, true),
            "nobody's first reply"
        );
        // Again in the same period, and in a new ticket of it: no more is said.
        desk.pass(HOUR);
        desk.hear("v1", Some(Locale::Es));
        desk.end(ticket.id);
        desk.hear("v1", Some(Locale::Es));
        assert_eq!(desk.told(ticket.identity).len(), 1);
        // Open: nothing. The next night is another period.
        desk.pass(22 * HOUR);
        desk.hear("v1", Some(Locale::Es));
        assert_eq!(desk.told(ticket.identity).len(), 1);
        desk.pass(10 * HOUR);
        desk.hear("v1", Some(Locale::Es));
        assert_eq!(desk.told(ticket.identity)[1..], ["Hola Rosa, abrimos mañana a las 9:00."]);
    });
}

#[test]
fn c7_what_closes_has_its_own_message_and_no_calendar_has_to_answer() {
    on_both(|db| {
        let desk = Desk::new(db);
        let said = |text: &str| json!([{ "locale": "es", "text": text }]);
        let id = desk.calendar(json!({
            "message": said("Cerrado."),
            "special_days": [{ "name": "Domingo", "from": "2026-11-22T00:00", "until": "2026-11-23T00:00", "message": said("Hoy es domingo.") }],
            "pauses": [{ "name": "Comida", "days": [1], "from": "13:00", "until": "14:00" }],
        }));
        assert_eq!(desk.told(desk.hear("v1", None).identity), ["Hoy es domingo."]);
        desk.pass(25 * HOUR + HOUR / 2);
        let lunch = desk.hear("v2", None);
        assert_eq!(desk.told(lunch.identity), ["Cerrado."], "a pause without words of its own");
        desk.edit(&id, json!({ "answers": false }));
        desk.pass(6 * HOUR);
        assert!(desk.told(desk.hear("v3", None).identity).is_empty());
    });
}

#[test]
fn c7_who_is_answered_in_spite_of_the_hour_is_not_told_that_nobody_is_there() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.calendar(json!({}));
        let ticket = desk.hear("v1", Some(Locale::Es));
        assert!(desk.told(ticket.identity)[0].contains("mañana a las 9:00"));
        // The next evening somebody is still there and answers first.
        desk.pass(31 * HOUR);
        let who = desk.office.who(Builtin::Supervisor);
        let answer = crate::message::reply::Draft {
            body: "Sigo aquí".into(),
            files: Vec::new(),
            reply_to: None,
        };
        desk.office
            .write(move |tx| {
                let before = crate::ticket::store::row(tx, who.org(), ticket.id)?.expect("a ticket");
                crate::message::reply::send(tx, &who, &before, &answer).map(drop)
            })
            .expect("answered");
        desk.hear("v1", None);
        assert_eq!(desk.told(ticket.identity).len(), 2, "the answer, and no second notice");
    });
}

#[test]
fn c7_it_waits_with_nobody_and_is_shared_out_at_opening() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.calendar(json!({}));
        let rosa = desk.advisor();
        let waits = desk.hear("v1", None);
        desk.settle();
        let row = desk.row(waits.id);
        assert_eq!(
            (row.state, row.assignee, row.deferred_until),
            (State::Waiting, None, None),
            "Rosa is there, attention is not"
        );
        assert!(row.opens_at.is_some());
        // A minute before nine nothing; at nine it goes.
        desk.pass(21 * HOUR - 60);
        desk.is(rosa, Presence::Online);
        desk.settle();
        assert_eq!(desk.row(waits.id).assignee, None);
        desk.pass(60);
        desk.settle();
        let row = desk.row(waits.id);
        assert_eq!((row.assignee, row.opens_at), (Some(rosa), None));
        // What comes now goes at once.
        let next = desk.hear("v2", None);
        desk.settle();
        assert_eq!(desk.row(next.id).assignee, Some(rosa));
    });
}

#[test]
fn c7_derived_all_the_same_it_is_seen_at_opening() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.calendar(json!({ "derives": true }));
        let rosa = desk.advisor();
        let ticket = desk.hear("v1", None);
        desk.settle();
        let row = desk.row(ticket.id);
        assert_eq!(row.assignee, Some(rosa));
        let operator = desk.office.hire(&[Builtin::Operator], &[desk.office.team]).member;
        let (mine, id) = (desk.office.who(Builtin::Admin), ticket.id);
        let to = transfer::To {
            member: Some(Some(operator)),
            ..Default::default()
        };
        let callers = desk.office.cache.clone();
        desk.office
            .write(move |tx| transfer::transfer(tx, &callers, &mine, id, &to))
            .expect("given");
        let notices = |member: MemberId| -> i64 {
            let (org, sql) = (
                desk.office.org,
                "SELECT COUNT(*) FROM notification WHERE org_id = $1 AND member_id = $2",
            );
            desk.office
                .read(move |tx| Ok(tx.one(sql, db::args![org, member])?))
                .expect("a count")
        };
        desk.settle();
        let row = desk.row(ticket.id);
        assert!(!sees(&desk.office.of(operator), &row), "whose own it is");
        assert!(sees(&desk.office.who(Builtin::Supervisor), &row));
        assert_eq!(notices(operator), 0);
        desk.pass(21 * HOUR);
        desk.settle();
        let row = desk.row(ticket.id);
        assert_eq!((row.assignee, row.deferred_until, row.opens_at), (Some(operator), None, None));
        assert!(sees(&desk.office.of(operator), &row));
        assert_eq!(notices(operator), 1);
    });
}

#[test]
fn the_most_particular_calendar_decides() {
    on_both(|db| {
        let desk = Desk::new(db);
        let always = json!({ "week": vec![json!([{ "from": "00:00", "until": "24:00" }]); 7], "organisation": false });
        let with = |name: &str, key: &str, value: Value| {
            let mut change = always.clone();
            (change["name"], change[key]) = (json!(name), value);
            change
        };
        desk.calendar(json!({}));
        assert!(desk.hear("v1", None).opens_at.is_some());
        let team = desk.calendar(with("Equipo", "teams", json!([desk.office.team])));
        assert_eq!(desk.hear("v2", None).opens_at, None);
        let closed = json!({ "name": "Canal", "organisation": false, "channels": [desk.office.channel] });
        let channel = desk.calendar(closed.clone());
        assert!(desk.hear("v3", None).opens_at.is_some());
        let mut admin = desk.admin();
        let mut in_force = |query: String| admin.get(&desk.office.path(&format!("/hours/in-force?{query}"))).with(200).json;
        let of = in_force(format!("channel={}", desk.office.channel));
        assert_eq!(
            (&of["by"], &of["hours"]["id"], &of["hours"]["now"]["open"]),
            (&json!("channel"), &json!(channel), &json!(false))
        );
        let of = in_force(format!("team={}", desk.office.team));
        assert_eq!(
            (&of["by"], &of["hours"]["id"], &of["hours"]["now"]["open"]),
            (&json!("team"), &json!(team), &json!(true))
        );
        assert_eq!(in_force(String::new())["by"], "organisation");
        // One place has one calendar: the newest that was set.
        let mut over = closed;
        over["name"] = json!("Otro canal");
        desk.calendar(over);
        let shown = desk.admin().get(&desk.office.path(&format!("/hours/{channel}"))).with(200).json;
        assert_eq!(shown["channels"], json!([]));
    });
}

#[test]
fn what_waits_is_looked_at_when_a_calendar_changes() {
    on_both(|db| {
        let desk = Desk::new(db);
        let id = desk.calendar(json!({ "derives": true }));
        let rosa = desk.advisor();
        let ticket = desk.hear("v1", None);
        desk.settle();
        let opens = |text: &str| Some(kit::Time::from(text.parse::<jiff::Timestamp>().expect("an instant")));
        // Later.
        let late = json!([{ "from": "11:00", "until": "18:00" }]);
        desk.edit(&id, json!({ "derives": true, "week": [late, [], [], [], [], [], []] }));
        desk.settle();
        let row = desk.row(ticket.id);
        assert_eq!(
            (row.opens_at, row.deferred_until),
            (opens("2026-11-23T11:00:00Z"), opens("2026-11-23T11:00:00Z"))
        );
        // And now.
        desk.admin().delete(&desk.office.path(&format!("/hours/{id}"))).with(204);
        desk.settle();
        let row = desk.row(ticket.id);
        assert_eq!((row.opens_at, row.deferred_until, row.assignee), (None, None, Some(rosa)));
    });
}

#[test]
fn who_takes_it_at_night_has_it_and_another_team_may_be_open() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.calendar(json!({}));
        let (first, second) = (desk.hear("v1", None).id, desk.hear("v2", None).id);
        let who = desk.office.who(Builtin::Advisor);
        let taker = who.clone();
        desk.office.write(move |tx| take::take(tx, &taker, first)).expect("taken");
        assert_eq!(desk.row(first).opens_at, None);
        let night: TeamId = desk.office.team("Guardia");
        desk.admin()
            .patch(&desk.office.path(&format!("/teams/{night}")), json!({ "mode": "round_robin" }))
            .with(200);
        let watch = desk.office.hire(&[Builtin::Advisor], &[night]).member;
        desk.is(watch, Presence::Online);
        let always = vec![json!([{ "from": "00:00", "until": "24:00" }]); 7];
        desk.calendar(json!({ "name": "Guardia", "week": always, "organisation": false, "teams": [night] }));
        let (callers, admin) = (desk.office.cache.clone(), desk.office.who(Builtin::Admin));
        let to = transfer::To {
            team: Some(night),
            ..Default::default()
        };
        desk.office
            .write(move |tx| transfer::transfer(tx, &callers, &admin, second, &to))
            .expect("moved");
        desk.settle();
        assert_eq!(desk.row(second).assignee, Some(watch));
    });
}

#[test]
fn more_than_one_transaction_takes_are_opened_once_each() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.calendar(json!({}));
        let all: Vec<TicketId> = (0..60).map(|n| desk.hear(&format!("v{n}"), None).id).collect();
        desk.pass(21 * HOUR);
        desk.settle();
        assert!(all.iter().all(|id| desk.row(*id).opens_at.is_none()));
        let sql = "SELECT COUNT(*) FROM activity WHERE org_id = $1 AND kind = 'attention_opened'";
        let org = desk.office.org;
        let opened: i64 = desk.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).expect("a count");
        assert_eq!(opened, 60);
    });
}

#[test]
fn hidden_teams_stay_hidden_and_stay_in_force() {
    on_both(|db| {
        let desk = Desk::new(db);
        let made = desk
            .admin()
            .post(&desk.office.path("/teams"), json!({ "name": "Secreto", "hidden": true }))
            .with(201);
        let hidden = made.json["id"].clone();
        let id = desk.calendar(json!({ "organisation": false, "teams": [hidden, desk.office.team] }));
        let path = desk.office.path(&format!("/hours/{id}"));
        let coordinator = desk.office.token(desk.office.people[&Builtin::Coordinator].member);
        let mut coordinator = desk.site.program(&coordinator);
        assert_eq!(coordinator.get(&path).with(200).json["teams"], json!([desk.office.team]));
        // Who does not know of it neither takes it away nor puts it there.
        coordinator.patch(&path, draft(json!({ "organisation": false }))).with(200);
        assert_eq!(desk.admin().get(&path).with(200).json["teams"], json!([hidden]));
        coordinator
            .patch(&path, draft(json!({ "organisation": false, "teams": [hidden] })))
            .problem(422, "team_unknown");
    });
}

#[test]
fn the_chat_on_a_page_says_that_it_is_closed_and_until_when() {
    on_both(|db| {
        let desk = Desk::new(db);
        let made = desk.admin().post(
            &desk.office.path("/channels"),
            json!({ "kind": "webchat", "name": "Sitio", "team": desk.office.team }),
        );
        let address = made.with(201).json["managed"]["address"].as_str().expect("a key").to_owned();
        let closed = || desk.site.browser().get(&format!("/api/v1/widget/{address}")).with(200).json["closed"].clone();
        assert_eq!(closed(), Value::Null);
        desk.calendar(json!({}));
        assert_eq!(closed(), json!({ "opens_at": "2026-11-23T09:00:00.000000Z" }));
        desk.pass(21 * HOUR);
        assert_eq!(closed(), Value::Null);
    });
}

#[test]
fn c6_a_calendar_is_written_shown_day_by_day_and_logged() {
    on_both(|db| {
        let desk = Desk::new(db);
        let special = json!([{ "name": "Feriado", "from": "2026-11-24T12:00", "until": "2026-11-25T00:00" }]);
        let night = json!([{ "from": "22:00", "until": "30:00" }]);
        let id =
            desk.calendar(json!({ "special_days": special, "week": [night, [{ "from": "09:00", "until": "18:00" }], [], [], [], [], []] }));
        let path = desk.office.path(&format!("/hours/{id}"));
        let mut admin = desk.admin();
        let days = admin.get(&format!("{path}/days?from=2026-11-23&days=3")).with(200).json;
        assert_eq!(
            days["items"],
            json!([
                { "date": "2026-11-23", "open": [{ "from": "22:00", "until": "24:00" }], "special": [] },
                { "date": "2026-11-24", "open": [{ "from": "00:00", "until": "06:00" }, { "from": "09:00", "until": "12:00" }], "special": ["Feriado"] },
                { "date": "2026-11-25", "open": [], "special": [] },
            ])
        );
        admin.get(&format!("{path}/days?from=nunca&days=3")).problem(422, "date_unreadable");
        admin
            .get(&format!("{path}/days?from=2026-11-23&days=43"))
            .problem(422, "too_many_values");
        let shown = admin.get(&path).with(200).json;
        assert_eq!(
            (&shown["now"]["open"], &shown["now"]["until"]),
            (&json!(false), &json!("2026-11-23T22:00:00.000000Z"))
        );
        // A name is one calendar's.
        admin
            .post(&desk.office.path("/hours"), draft(json!({ "name": "OFICINA" })))
            .problem(409, "name_taken");
        admin
            .post(&desk.office.path("/hours"), draft(json!({ "name": "B", "time_zone": "Macondo" })))
            .problem(422, "time_zone_unknown");
        admin.patch(&path, draft(json!({ "name": "Taller" }))).with(200);
        admin.delete(&path).with(204);
        admin.get(&path).problem(404, "not_found");
        let log = admin.get(&desk.office.path("/audit")).with(200).json;
        let acts: Vec<&str> = log["items"]
            .as_array()
            .expect("entries")
            .iter()
            .filter_map(|e| e["action"].as_str())
            .collect();
        for act in ["hours.created", "hours.changed", "hours.deleted"] {
            assert!(acts.contains(&act), "{act} in {acts:?}");
        }
        // A preview adds nothing.
        let ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Navidad\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\nEND:VCALENDAR\n";
        let found = admin
            .post(&desk.office.path("/hours/holidays"), json!({ "calendar": ics }))
            .with(200)
            .json;
        assert_eq!(found["items"][0]["name"], "Navidad");
        assert_eq!(admin.get(&desk.office.path("/hours")).with(200).json["items"], json!([]));
    });
}
