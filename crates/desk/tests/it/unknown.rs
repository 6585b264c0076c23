//! SECURITY 1, of bodies: another organisation's id is answered as one that was never issued, with its field, and nothing happens.

use access::Builtin;
use axum::http::Method;
use db::testing::on_both;
use desk::testing::Office;
use desk::testing::site::Site;
use kit::{ChannelId, ContactId, FileId, LabelId, MemberId, OriginId, ResolutionId, TeamId, TicketId};
use serde_json::{Value, json};

use crate::desk::{hear, word};

#[test]
fn ids_in_bodies() {
    on_both(|db| {
        let (here, there, site) = (Office::new(db), Office::new(db), Site::new(db));
        let mut admin = site.program(&here.token(here.people[&Builtin::Admin].member));
        let ticket = hear(&here, "uno", "Hola").ticket.id;
        let theirs = hear(&there, "otro", "Hola").ticket;
        let now = db.now();
        let t = |rest: &str| here.path(&format!("/tickets/{ticket}{rest}"));
        let label: LabelId = word(&there, "label", "Suya");
        let origin: OriginId = word(&there, "origin", "Suyo");
        let resolution: ResolutionId = word(&there, "resolution", "Suya");
        let foreign = there.people[&Builtin::Advisor].member;
        let calls: Vec<(Method, String, [Value; 2])> = vec![
            (
                Method::PUT,
                t("/assignee"),
                [foreign, MemberId::new(now)].map(|id| json!({ "member": id })),
            ),
            (
                Method::POST,
                t("/transfer"),
                [there.team, TeamId::new(now)].map(|id| json!({ "team": id })),
            ),
            (
                Method::PUT,
                t("/labels"),
                [label, LabelId::new(now)].map(|id| json!({ "labels": [id] })),
            ),
            (Method::PATCH, t(""), [origin, OriginId::new(now)].map(|id| json!({ "origin": id }))),
            (
                Method::POST,
                t("/resolution"),
                [resolution, ResolutionId::new(now)].map(|id| json!({ "resolution": id })),
            ),
            (
                Method::POST,
                t("/notes"),
                [foreign, MemberId::new(now)].map(|id| json!({ "body": "x", "mentions": [id] })),
            ),
            (
                Method::POST,
                t("/messages"),
                [FileId::new(now), FileId::new(now)].map(|id| json!({ "body": "x", "files": [id] })),
            ),
            (
                Method::POST,
                t("/merge"),
                [theirs.id, TicketId::new(now)].map(|id| json!({ "into": id })),
            ),
            (
                Method::POST,
                here.path("/tickets"),
                [there.channel, ChannelId::new(now)].map(|id| json!({ "channel": id, "subject": "x", "new_contact": { "name": "x" } })),
            ),
            (
                Method::POST,
                here.path("/tickets"),
                [theirs.contact, ContactId::new(now)].map(|id| json!({ "channel": here.channel, "subject": "x", "contact": id })),
            ),
            (
                Method::POST,
                here.path("/channels"),
                [there.team, TeamId::new(now)].map(|id| json!({ "kind": "api", "name": "x", "team": id })),
            ),
            (
                Method::POST,
                here.path("/canned"),
                [there.team, TeamId::new(now)].map(|id| json!({ "shortcut": "x", "name": "x", "body": "x", "team": id })),
            ),
        ];
        for (method, path, bodies) in calls {
            let [known, never] = bodies.map(|body| admin.send(method.clone(), &path, Some(body)));
            assert!(
                known.status == 404 || known.status == 422,
                "{method} {path}: {} {}",
                known.status,
                known.json
            );
            assert_eq!((known.status, &known.json), (never.status, &never.json), "{method} {path}");
        }
    });
}
