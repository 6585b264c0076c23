//! Webhooks against a real server on a real socket, on both engines.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access::{Builtin, Perm};
use db::testing::on_both;
use kit::{MemberId, TicketId};
use serde_json::{Value, json};

use super::sign::Key;
use crate::message::note;
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

/// A delivery as the other side got it.
#[derive(Clone)]
struct Got {
    head: String,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim()).next()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn signed_with(&self, secret: &str, at: kit::Time) -> bool {
        Key::read(secret)
            .unwrap()
            .verify(|name| self.header(name), self.body.as_bytes(), at)
            .is_ok()
    }
}

/// The other system: answers as it was told, then 204.
struct Other {
    url: String,
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Other {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/entra", listener.local_addr().unwrap());
        let (got, answers) = (Arc::<Mutex<Vec<Got>>>::default(), Arc::<Mutex<VecDeque<&'static str>>>::default());
        let (kept, told) = (got.clone(), answers.clone());
        std::thread::spawn(move || {
            while let Ok((mut socket, _)) = listener.accept() {
                let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
                let (head, body) = loop {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    if let Some((head, body)) = text.split_once("\r\n\r\n") {
                        let got = Got {
                            head: head.into(),
                            body: body.into(),
                        };
                        let length = got.header("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
                        if body.len() >= length {
                            break (got.head, got.body);
                        }
                    }
                    match socket.read(&mut piece) {
                        Ok(n) if n > 0 => bytes.extend_from_slice(&piece[..n]),
                        _ => return,
                    }
                };
                kept.lock().unwrap().push(Got { head, body });
                let answer = told.lock().unwrap().pop_front().unwrap_or("204 No Content");
                let _ = write!(socket, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            }
        });
        Self { url, got, answers }
    }

    fn will(&self, answer: &'static str) {
        self.answers.lock().unwrap().push_back(answer);
    }

    fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }
}

/// A desk whose clock stands, so that pauses end when the test says so.
fn desk(db: &db::Db) -> (Office, Site) {
    db.clock().advance(Duration::from_secs(1));
    (Office::new(db), Site::new(db))
}

fn admin<'a>(office: &Office, site: &'a Site) -> Browser<'a> {
    site.program(&office.token(office.people[&Builtin::Admin].member))
}

/// A webhook, its path and its secret.
fn hook(office: &Office, admin: &mut Browser<'_>, other: &Other, kinds: &[&str], member: Option<MemberId>) -> (String, String) {
    let draft = json!({ "name": "ERP", "url": other.url, "kinds": kinds, "member": member });
    let made = admin.post(&office.path("/webhooks"), draft).with(201).json;
    let path = office.path(&format!("/webhooks/{}", made["id"].as_str().unwrap()));
    (path, made["secret"].as_str().unwrap().to_owned())
}

fn deliveries(admin: &mut Browser<'_>, path: &str) -> Vec<Value> {
    let page = admin.get(&format!("{path}/deliveries")).with(200).json;
    page["items"].as_array().unwrap().clone()
}

#[test]
fn an_event_arrives_signed_and_says_no_text() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        office.ticket(office.team, None);
        db.clock().advance(Duration::from_secs(1));
        let (path, secret) = hook(&office, &mut admin, &other, &["ticket.created", "note.created"], None);
        let ticket = office.ticket(office.team, None);
        leave(&office, ticket, "El cliente debe 300 pesos");
        site.settle();
        let got = other.got();
        assert_eq!(got.len(), 2, "what was before it is not told, nor what was not asked for");
        let told = got[0].json();
        assert_eq!(told["type"], "ticket.created");
        assert_eq!(told["data"]["subject"], json!({ "kind": "ticket", "id": ticket }));
        assert_eq!(got[1].json()["data"]["body"]["ticket"], json!(ticket));
        assert!(got.iter().all(|g| g.signed_with(&secret, site.app.clock.now())));
        assert!(got.iter().all(|g| g.header("content-type") == Some("application/json")));
        assert!(
            !got.iter()
                .any(|g| g.body.contains("300 pesos") || g.body.contains("Rosa Elena") || g.body.contains("Cosechadora"))
        );
        let list = deliveries(&mut admin, &path);
        assert_eq!(list[0]["id"].as_str(), got[1].header("webhook-id"), "newest first");
        assert!(
            list.iter()
                .all(|d| d["state"] == "delivered" && d["status"] == 204 && d["attempts"] == 1)
        );
        // Only once, however often the log is read.
        site.settle();
        assert_eq!(other.got().len(), 2);
        let shown = String::from_utf8(admin.get(&path).with(200).bytes).unwrap();
        assert!(!shown.contains("whsec_"), "{shown}");
    });
}

fn leave(office: &Office, ticket: TicketId, text: &str) {
    let (callers, who, draft) = (
        office.cache.clone(),
        office.who(Builtin::Admin),
        note::Draft {
            body: text.into(),
            ..Default::default()
        },
    );
    office.write(move |tx| note::note(tx, &callers, &who, ticket, &draft)).unwrap();
}

#[test]
fn what_fails_is_tried_again_with_the_same_id_and_later_and_later() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let (path, _) = hook(&office, &mut admin, &other, &["ticket.created"], None);
        for answer in ["500 Oops", "302 Found\r\nlocation: http://127.0.0.1:1/", "404 Not Found"] {
            other.will(answer);
        }
        office.ticket(office.team, None);
        office.ticket(office.team, None);
        site.settle();
        assert_eq!(other.got().len(), 1, "one failure is enough: the endpoint rests");
        let list = deliveries(&mut admin, &path);
        assert_eq!(
            (&list[1]["state"], &list[1]["failure"], &list[1]["status"]),
            (&json!("pending"), &json!("http_error"), &json!(500))
        );
        let shown = admin.get(&path).json;
        assert!(shown["failing_since"].is_string());
        assert_eq!((&shown["failure"], &shown["status"]), (&json!("http_error"), &json!(500)));
        for _ in 0..2 {
            db.clock().advance(Duration::from_secs(60));
            site.settle();
        }
        // A redirect is followed by nobody.
        let failures: Vec<Value> = deliveries(&mut admin, &path).iter().map(|d| d["failure"].clone()).collect();
        assert!(
            failures.contains(&json!("redirected")) && failures.contains(&json!("http_error")),
            "{failures:?}"
        );
        for _ in 0..3 {
            db.clock().advance(Duration::from_secs(600));
            site.settle();
        }
        let got = other.got();
        let ids: std::collections::BTreeSet<&str> = got.iter().filter_map(|g| g.header("webhook-id")).collect();
        assert_eq!((got.len(), ids.len()), (5, 2));
        let list = deliveries(&mut admin, &path);
        assert!(list.iter().all(|d| d["state"] == "delivered" && d["failure"].is_null()), "{list:?}");
        let shown = admin.get(&path).json;
        assert!(
            ["failing_since", "failure", "status"].iter().all(|of| shown[of].is_null()),
            "{shown}"
        );
    });
}

#[test]
fn an_endpoint_that_says_nothing_is_not_waited_for_without_end_and_after_days_it_is_switched_off() {
    on_both(|db| {
        let (office, site) = desk(db);
        let mut admin = admin(&office, &site);
        // A port where nobody listens.
        let silent = Other {
            url: format!("http://{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()),
            got: Arc::default(),
            answers: Arc::default(),
        };
        let (path, _) = hook(&office, &mut admin, &silent, &[], None);
        office.ticket(office.team, None);
        site.settle();
        let list = deliveries(&mut admin, &path);
        assert!(
            list.iter().all(|d| d["state"] == "pending") && list.iter().any(|d| d["failure"] == "unreachable"),
            "{list:?}"
        );
        db.clock().advance(Duration::from_secs(2 * 24 * 3600));
        site.settle();
        assert_eq!(admin.get(&path).json["state"], "active");
        db.clock().advance(Duration::from_secs(25 * 3600));
        site.settle();
        let shown = admin.get(&path).json;
        assert_eq!((&shown["state"], &shown["failure"]), (&json!("disabled"), &json!("unreachable")));
        let list = deliveries(&mut admin, &path);
        assert!(list.iter().all(|d| d["state"] == "failed"), "{list:?}");
        let log = admin.get(&office.path("/audit?action=webhook.disabled")).with(200).json;
        assert_eq!(log["items"].as_array().unwrap().len(), 1);
        admin.post(&format!("{path}/test"), json!({})).problem(409, "webhook_not_active");
        // Mended, it is told what it missed.
        let other = Other::new();
        admin.patch(&path, json!({ "url": other.url, "state": "active" })).with(200);
        let since = admin.get(&path).json["created_at"].clone();
        let again = admin.post(&format!("{path}/replay"), json!({ "since": since })).with(200).json;
        assert_eq!(again["count"], json!(list.len()));
        site.settle();
        assert_eq!(other.got().len(), list.len());
    });
}

#[test]
fn a_person_sees_what_was_last_sent_what_it_carried_and_how_much_would_be_sent_again() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let (path, _) = hook(&office, &mut admin, &other, &["ticket.created"], None);
        assert_eq!(admin.get(&path).json["last"], Value::Null);
        let since = admin.get(&path).json["created_at"].as_str().unwrap().replace(':', "%3A");
        let count = |admin: &mut Browser<'_>| admin.get(&format!("{path}/replay?since={since}")).with(200).json["count"].clone();
        office.ticket(office.team, None);
        other.will("410 Gone");
        site.settle();
        let last = admin.get(&path).json["last"].clone();
        assert_eq!((&last["state"], &last["status"]), (&json!("failed"), &json!(410)));
        assert!(last["duration_ms"].is_u64());
        assert_eq!(count(&mut admin), 1);
        let one = format!("{path}/deliveries/{}", last["id"].as_str().unwrap());
        let carried = admin.get(&one).with(200).json;
        assert_eq!((&carried["body"], &carried["missing"]), (&other.got()[0].json(), &Value::Null));
        // Sent again and arrived, it is none of the failed ones.
        admin.patch(&path, json!({ "state": "active" })).with(200);
        admin.post(&format!("{one}/replay"), json!({})).with(200);
        site.settle();
        assert_eq!(count(&mut admin), 0);
        // Who does not cover its member sees that it was sent, and not what.
        let another = office.hire(&[Builtin::Admin], &[]).member;
        admin.patch(&path, json!({ "member": another })).with(200);
        let lesser = office.limited_token(
            office.people[&Builtin::Admin].member,
            Some(&[Perm::IntegrationManage, Perm::OrganisationRead]),
        );
        let mut lesser = site.program(&lesser);
        lesser.get(&format!("{path}/deliveries")).with(200);
        lesser.get(&one).with(403);
    });
}

#[test]
fn a_slow_endpoint_times_out() {
    let refused = super::outcome::Ended::of(
        kit::DeliveryId::from_bytes([1; 16]),
        Err(crate::net::Failure::Timeout),
        Duration::ZERO,
    );
    assert_eq!((refused.failure, refused.passing), (Some("timed_out"), true));
    let private = super::outcome::Ended::of(
        kit::DeliveryId::from_bytes([1; 16]),
        Err(crate::net::Failure::Private),
        Duration::ZERO,
    );
    assert_eq!((private.failure, private.passing), (Some("url_private"), false));
}

#[test]
fn what_its_member_may_not_read_any_more_is_withheld_also_when_sent_again() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let advisor = office.hire(&[Builtin::Advisor], &[office.team]).member;
        let (elsewhere, here) = (office.team("Ventas"), office.team);
        let (path, _) = hook(&office, &mut admin, &other, &["ticket.created"], Some(advisor));
        office.ticket(elsewhere, None);
        office.ticket(here, None);
        other.will("500 Oops");
        site.settle();
        assert_eq!(
            (other.got().len(), deliveries(&mut admin, &path).len()),
            (1, 1),
            "not of teams that the member is not in"
        );
        // Between the event and its delivery the member leaves the team.
        let member = office.path(&format!("/members/{advisor}"));
        admin.put(
            &format!("{member}/teams"),
            json!({ "teams": [{ "id": elsewhere, "default": true }] }),
        );
        let (org, team) = (office.org, here);
        office
            .write(move |tx| {
                tx.exec(
                    "DELETE FROM team_member WHERE org_id = $1 AND team_id = $2 AND member_id = $3",
                    db::args![org, team, advisor],
                )?;
                tx.bump_policy_epoch(org)?;
                Ok(())
            })
            .unwrap();
        db.clock().advance(Duration::from_secs(3600));
        site.settle();
        assert_eq!(other.got().len(), 1);
        let list = deliveries(&mut admin, &path);
        assert_eq!(
            (&list[0]["state"], &list[0]["failure"]),
            (&json!("withheld"), &json!("not_readable"))
        );
        let replay = format!("{path}/deliveries/{}/replay", list[0]["id"].as_str().unwrap());
        admin.post(&replay, json!({})).with(200);
        site.settle();
        assert_eq!(other.got().len(), 1, "decided anew");
        // And the control: back in the team, the same delivery goes.
        office
            .write(move |tx| {
                let sql = "INSERT INTO team_member (org_id, team_id, member_id, is_default, joined_at) VALUES ($1, $2, $3, FALSE, 0)";
                tx.exec(sql, db::args![org, team, advisor])?;
                tx.bump_policy_epoch(org)?;
                Ok(())
            })
            .unwrap();
        admin.post(&replay, json!({})).with(200);
        site.settle();
        assert_eq!(other.got().len(), 2);
        assert_eq!(deliveries(&mut admin, &path)[0]["state"], "delivered");
    });
}

/// A sender that died holds the endpoint until its time is over, and nothing is lost.
#[test]
fn what_a_dead_sender_left_is_sent_by_another() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let (path, _) = hook(&office, &mut admin, &other, &[], None);
        let (org, until) = (office.org, db.now().plus(Duration::from_secs(100)));
        office
            .write(move |tx| Ok(tx.exec("UPDATE webhook SET busy_until = $2 WHERE org_id = $1", db::args![org, until])?))
            .unwrap();
        admin.post(&format!("{path}/test"), json!({})).with(201);
        site.settle();
        assert!(other.got().is_empty(), "one sender at a time");
        db.clock().advance(Duration::from_secs(101));
        site.settle();
        assert_eq!(other.got().len(), 1);
    });
}

#[test]
fn after_a_rotation_both_secrets_sign_for_a_day() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let (path, old) = hook(&office, &mut admin, &other, &[], None);
        let new = admin.post(&format!("{path}/secret"), json!({})).with(200).json;
        let (new, until) = (new["secret"].as_str().unwrap().to_owned(), new["old_secret_until"].clone());
        assert!(new != old && !until.is_null());
        admin.post(&format!("{path}/test"), json!({})).with(201);
        site.settle();
        db.clock().advance(Duration::from_secs(24 * 3600 + 1));
        admin.post(&format!("{path}/test"), json!({})).with(201);
        site.settle();
        let got = other.got();
        assert_eq!(got[0].json()["type"], "webhook.ping");
        let first = db.now().minus(Duration::from_secs(24 * 3600 + 1));
        assert!(got[0].signed_with(&old, first) && got[0].signed_with(&new, first));
        assert!(!got[1].signed_with(&old, db.now()) && got[1].signed_with(&new, db.now()));
    });
}

#[test]
fn only_who_manages_integrations_and_covers_its_member_touches_it() {
    on_both(|db| {
        let ((office, site), other) = (desk(db), Other::new());
        let mut admin = admin(&office, &site);
        let (path, _) = hook(&office, &mut admin, &other, &[], None);
        for role in Builtin::ALL.iter().filter(|role| **role != Builtin::Admin) {
            let mut some = site.program(&office.token(office.people[role].member));
            let refused = some.get(&office.path("/webhooks"));
            assert!(refused.status == 403 || refused.status == 404, "{role:?}: {}", refused.status);
        }
        // A token with nothing but that permission covers no administrator.
        let lesser = office.limited_token(
            office.people[&Builtin::Admin].member,
            Some(&[Perm::IntegrationManage, Perm::OrganisationRead]),
        );
        let another = office.hire(&[Builtin::Admin], &[]).member;
        let (theirs, _) = hook(&office, &mut admin, &other, &[], Some(another));
        let mut lesser = site.program(&lesser);
        let seen = lesser.get(&theirs).with(200).json;
        assert_eq!(seen["can"]["integration.manage"], false);
        for refused in [
            lesser.patch(&theirs, json!({ "kinds": ["note.created"] })),
            lesser.post(&format!("{theirs}/secret"), json!({})),
            lesser.post(&format!("{theirs}/test"), json!({})),
            lesser.delete(&theirs),
        ] {
            assert_eq!(refused.status, 403, "{}", refused.json);
        }
        let mine = json!({ "name": "x", "url": other.url, "member": another });
        lesser.post(&office.path("/webhooks"), mine).with(403);
        admin.patch(&theirs, json!({ "state": "paused" })).with(200);
        // Ids of others and ids of nobody are the same.
        let (elsewhere, _) = desk(db);
        let mut stranger = self::admin(&elsewhere, &site);
        let foreign = elsewhere.path(&format!("/webhooks/{}", path.rsplit('/').next().unwrap()));
        let never = elsewhere.path(&format!("/webhooks/{}", kit::WebhookId::new(db.now())));
        assert_eq!(stranger.get(&foreign).with(404).bytes, stranger.get(&never).with(404).bytes);
        let mut bodies = ["mem", "x"].map(|_| Vec::new());
        for (at, member) in [another, MemberId::new(db.now())].into_iter().enumerate() {
            let draft = json!({ "name": "x", "url": other.url, "member": member });
            bodies[at] = stranger
                .post(&elsewhere.path("/webhooks"), draft)
                .problem(422, "member_unknown")
                .bytes;
        }
        assert_eq!(bodies[0], bodies[1]);
        admin.delete(&path).with(204);
        admin.get(&path).with(404);
    });
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    on_both(|db| {
        db.clock().advance(Duration::from_secs(1));
        let (office, site) = (Office::new(db), Site::with(db, |config| config.allow_private_targets = false));
        let mut admin = admin(&office, &site);
        for (url, code) in [
            ("http://127.0.0.1/x", "url_private"),
            ("http://169.254.169.254/latest/meta-data", "url_private"),
            ("http://0x7f.1/", "url_private"),
            ("ftp://example.com/", "url_invalid"),
        ] {
            admin
                .post(&office.path("/webhooks"), json!({ "name": "x", "url": url }))
                .problem(422, code);
        }
        // A name that leads inside is found out when it is asked.
        let made = admin
            .post(&office.path("/webhooks"), json!({ "name": "x", "url": "http://localhost:9/" }))
            .with(201)
            .json;
        let path = office.path(&format!("/webhooks/{}", made["id"].as_str().unwrap()));
        admin.post(&format!("{path}/test"), json!({})).with(201);
        site.settle();
        let list = deliveries(&mut admin, &path);
        assert_eq!((&list[0]["state"], &list[0]["failure"]), (&json!("failed"), &json!("url_private")));
    });
}
