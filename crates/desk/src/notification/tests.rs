//! Notifications, on both engines, through the whole service.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use kit::{Email, Locale, TicketId};
use serde_json::{Value, json};

use crate::mail::double::Double;
use crate::member::enrol::Person;
use crate::message::note;
use crate::message::receive::Arrival;
use crate::testing::site::{Browser, Site};
use crate::testing::{Office, Worker};

const PASSWORD: &str = "surcos y maizales";

/// An advisor who signs in.
fn advisor<'a>(office: &Office, site: &'a Site) -> (Worker, Browser<'a>) {
    let email = format!("{}@ejemplo.mx", office.org);
    let person = Person {
        first_name: "Rosa Elena".into(),
        last_name: "Mendoza".into(),
        email: Email::parse(&email, "email").unwrap(),
        phone: None,
        locale: Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: Some(site.run(site.app.passwords.hash(PASSWORD)).unwrap()),
    };
    let worker = office.hire_person(&person, &[Builtin::Advisor], &[office.team]);
    let mut browser = site.browser();
    browser
        .post("/api/v1/session", json!({ "email": email, "password": PASSWORD }))
        .with(201);
    (worker, browser)
}

fn mention(office: &Office, ticket: TicketId, whom: Worker) {
    let (callers, who) = (office.cache.clone(), office.who(Builtin::Admin));
    let draft = note::Draft {
        body: "Mira esto".into(),
        mentions: vec![whom.member],
        ..Default::default()
    };
    office.write(move |tx| note::note(tx, &callers, &who, ticket, &draft)).unwrap();
}

fn hear(office: &Office, address: &str) -> TicketId {
    office.hear(Arrival {
        name: Some("Don Julián".into()),
        ..office.arrival(address)
    })
}

fn assign(office: &Office, site: &Site, by: Builtin, ticket: TicketId, to: Value) {
    let mut some = site.program(&office.token(office.people[&by].member));
    let path = office.path(&format!("/tickets/{ticket}/assignee"));
    some.put(&path, json!({ "member": to })).with(200);
}

fn kinds(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn assigned_mentioned_and_answered_are_told_and_seen() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (rosa, mut panel) = advisor(&office, &site);
        let mine = |panel: &mut Browser<'_>| panel.get("/api/v1/me/notifications").with(200).json;
        let ticket = hear(&office, "juli");
        site.settle();
        assert_eq!(mine(&mut panel)["unread"], 0, "of nobody's ticket nobody is told");
        let pass = || db.clock().advance(Duration::from_secs(1));
        pass();
        assign(&office, &site, Builtin::Admin, ticket, json!(rosa.member));
        pass();
        hear(&office, "juli");
        pass();
        mention(&office, ticket, rosa);
        site.settle();
        let list = mine(&mut panel);
        assert_eq!(
            (kinds(&list), &list["unread"]),
            (vec!["mentioned", "assigned"], &json!(2)),
            "an answer adds nothing to it"
        );
        assert_eq!(list["items"][0]["ticket"]["contact"], "Don Julián");
        assert_eq!(list["items"][1]["actor"]["id"], json!(office.people[&Builtin::Admin].member));
        assert_eq!(panel.get("/api/v1/me").json["memberships"][0]["unread"], 2);

        // One is seen; the customer answers.
        let one = list["items"][1]["id"].as_str().unwrap();
        let path = office.path(&format!("/notifications/{one}/read"));
        site.program(&office.token(office.people[&Builtin::Admin].member))
            .put(&path, json!({}))
            .problem(404, "not_found");
        panel.put(&path, json!({})).with(204);
        pass();
        hear(&office, "juli");
        hear(&office, "juli");
        site.settle();
        let list = mine(&mut panel);
        assert_eq!(
            (kinds(&list), &list["unread"]),
            (vec!["replied", "mentioned", "assigned"], &json!(2))
        );
        let page = panel.get("/api/v1/me/notifications?unread=true&limit=1").with(200).json;
        let rest = panel
            .get(&format!(
                "/api/v1/me/notifications?unread=true&cursor={}",
                page["next"].as_str().unwrap()
            ))
            .with(200)
            .json;
        assert_eq!((kinds(&page), kinds(&rest)), (vec!["replied"], vec!["mentioned"]));
        panel.put("/api/v1/me/notifications/read", json!({})).with(204);
        assert_eq!(mine(&mut panel)["unread"], 0);
        // What one does oneself is no news.
        let own = hear(&office, "otra");
        site.program(&office.token(rosa.member))
            .put(&office.path(&format!("/tickets/{own}/assignee")), json!({ "member": rosa.member }));
        site.settle();
        assert!(!kinds(&mine(&mut panel)).iter().skip(3).any(|kind| *kind == "assigned"));
    });
}

#[test]
fn a_letter_follows_where_nobody_looked_to_whom_wants_one() {
    on_both(|db| {
        let office = Office::new(db);
        let double = Double::beside();
        let site = Site::with(db, |config| config.smtp = double.smtp());
        let (rosa, mut panel) = advisor(&office, &site);
        let pass = |minutes: u64| {
            site.settle();
            db.clock().advance(Duration::from_secs(minutes * 60));
            site.settle();
        };
        let letters = || site.run(double.received()).into_iter().map(|mail| mail.data).collect::<Vec<_>>();
        let ticket = hear(&office, "juli");
        assign(&office, &site, Builtin::Admin, ticket, json!(rosa.member));
        pass(9);
        assert_eq!(letters(), Vec::<String>::new(), "she may still look");
        pass(2);
        let sent = letters();
        assert_eq!(sent.len(), 1, "{sent:?}");
        let text = sent[0].replace("=\r\n", "").replace("=3D", "=");
        assert!(
            text.contains(&format!("http://desk.test/o/{}/tickets/mine/{ticket}", office.org)),
            "{text}"
        );
        assert!(
            !text.contains("alguien") && !text.contains("Juli"),
            "the letter holds nothing of what was written"
        );

        // Looked at in time, or chosen otherwise, there is none.
        mention(&office, ticket, rosa);
        site.settle();
        panel.put("/api/v1/me/notifications/read", json!({})).with(204);
        pass(11);
        hear(&office, "juli");
        pass(11);
        assert_eq!(letters().len(), 1, "of answers there is none unless one asks for it");
        panel.put("/api/v1/me/notifications/read", json!({})).with(204);
        let ways = |mail: bool| json!({ "desktop": true, "sound": false, "mail": mail });
        let chosen = json!({ "assigned": ways(true), "mentioned": ways(false), "replied": ways(true), "permissions": ways(true) });
        let me = panel.patch("/api/v1/me", json!({ "notifications": chosen })).with(200).json;
        assert_eq!(me["notifications"], chosen);
        mention(&office, ticket, rosa);
        hear(&office, "juli");
        pass(11);
        let sent = letters();
        assert_eq!(sent.len(), 2);
        assert!(sent[1].contains("respondi"), "{}", sent[1]);

        // Lost before it is due: nothing is told of it.
        panel.put("/api/v1/me/notifications/read", json!({})).with(204);
        hear(&office, "juli");
        site.settle();
        let (org, elsewhere) = (office.org, office.team("Ventas"));
        let away = move |tx: &mut db::Tx<'_>| {
            let sql = "UPDATE ticket SET team_id = $3, assignee_id = NULL WHERE org_id = $1 AND id = $2";
            Ok(tx.exec(sql, db::args![org, ticket, elsewhere])?)
        };
        office.write(away).unwrap();
        pass(11);
        assert_eq!(letters().len(), 2);
    });
}

#[test]
fn choices_are_whole_or_refused() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (_, mut panel) = advisor(&office, &site);
        let me = panel.get("/api/v1/me").with(200).json;
        assert_eq!(
            (&me["sends_mail"], &me["account"]["notifications"]["mentioned"]["mail"]),
            (&json!(false), &json!(true))
        );
        for wrong in [
            json!({ "assigned": { "desktop": true } }),
            json!({ "other": {} }),
            json!({ "assigned": true }),
        ] {
            panel.patch("/api/v1/me", json!({ "notifications": wrong })).with(422);
        }
        // What has a field of its own is not smuggled in beside it.
        panel
            .patch("/api/v1/me", json!({ "preferences": { "notifications": { "assigned": true } } }))
            .with(422);
    });
}

#[test]
fn what_cannot_be_read_any_more_is_neither_listed_nor_counted() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (rosa, mut panel) = advisor(&office, &site);
        let elsewhere = office.team("Ventas");
        let ticket = office.ticket(office.team, None);
        mention(&office, ticket, rosa);
        site.settle();
        assert_eq!(panel.get("/api/v1/me/notifications").json["unread"], 1);
        let move_to = |team: kit::TeamId| {
            let org = office.org;
            office
                .write(move |tx| {
                    Ok(tx.exec(
                        "UPDATE ticket SET team_id = $3 WHERE org_id = $1 AND id = $2",
                        db::args![org, ticket, team],
                    )?)
                })
                .unwrap();
        };
        move_to(elsewhere);
        let list = panel.get("/api/v1/me/notifications").with(200).json;
        assert_eq!((&list["items"], &list["unread"]), (&json!([]), &json!(0)));
        assert_eq!(panel.get("/api/v1/me").json["memberships"][0]["unread"], 0);
        move_to(office.team);
        assert_eq!(panel.get("/api/v1/me/notifications").json["unread"], 1);
    });
}

#[test]
fn the_event_goes_to_that_members_panels_and_names_no_ticket() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let advisor = office.people[&Builtin::Advisor].member;
        office.ticket(office.team, Some(advisor));
        site.settle();
        let org = office.org;
        let events: Vec<(String, String)> = office
            .read(move |tx| {
                Ok(tx.all(
                    "SELECT kind, body FROM event WHERE org_id = $1 AND kind LIKE 'notification%'",
                    db::args![org],
                )?)
            })
            .unwrap();
        assert_eq!(
            events,
            [("notification.created".to_owned(), json!({ "member": advisor }).to_string())]
        );
    });
}

#[test]
fn reading_the_ticket_reads_what_was_told_of_it() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (rosa, mut panel) = advisor(&office, &site);
        let unread = |panel: &mut Browser<'_>| panel.get("/api/v1/me/notifications").with(200).json["unread"].clone();
        let ticket = hear(&office, "juli");
        let other = hear(&office, "ana");
        let seqs = |panel: &mut Browser<'_>| {
            let timeline = panel.get(&office.path(&format!("/tickets/{ticket}/timeline"))).with(200).json;
            let seq = |item: &Value| item["message"]["seq"].as_i64();
            timeline["items"].as_array().unwrap().iter().filter_map(seq).collect::<Vec<_>>()
        };
        for ticket in [ticket, other] {
            mention(&office, ticket, rosa);
        }
        site.settle();
        assert_eq!(unread(&mut panel), 2);
        let seqs_now = seqs(&mut panel);
        let path = office.path(&format!("/tickets/{ticket}/read"));
        panel.put(&path, json!({ "seq": seqs_now[0] })).with(200);
        assert_eq!(unread(&mut panel), 2, "the note stands after that");
        panel.put(&path, json!({ "seq": seqs_now.last().unwrap() })).with(200);
        assert_eq!(unread(&mut panel), 1, "the other ticket was not read");
        let told = || {
            let sql = "SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'notification.read'";
            let org = office.org;
            office.read(move |tx| Ok(tx.one::<i64>(sql, db::args![org])?)).unwrap()
        };
        assert_eq!(told(), 1);
        panel.put(&path, json!({ "seq": seqs_now.last().unwrap() })).with(200);
        assert_eq!(told(), 1, "nothing was new");

        // Read before it could be told of: the ticket was in front of them.
        mention(&office, ticket, rosa);
        let seq = *seqs(&mut panel).last().unwrap();
        panel.put(&path, json!({ "seq": seq })).with(200);
        site.settle();
        assert_eq!(unread(&mut panel), 1);
    });
}
