use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::Site;

fn grant(permission: &str, channel: Option<kit::ChannelId>) -> Value {
    match channel {
        Some(id) => json!({ "permission": permission, "scope": "channel", "scope_id": id, "on": true }),
        None => json!({ "permission": permission, "scope": "organisation", "on": true }),
    }
}

/// B1 to B3: in one channel and not in another, until some time, and gone with its role.
#[test]
fn a_grant_holds_where_it_was_given_and_no_longer_than_said() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (path, operator) = (
            of(&office, Builtin::Operator, "/switches"),
            office.people[&Builtin::Operator].member,
        );
        let (here, there) = (office.channel, office.channel(office.team));
        let may = |channel| {
            let who = office.who(Builtin::Operator);
            let facts = access::Facts {
                assignee: Some(operator),
                team: Some(office.team),
                channel: Some(channel),
                ..access::Facts::of(office.org)
            };
            who.can(access::Perm::ContactEdit, &access::Place::At(facts))
        };
        assert!(!may(here));
        let until = db.now().plus(Duration::from_secs(3600));
        let mut body = grant("contact.edit", Some(here));
        body["until"] = json!(until);
        let made = admin.post(&path, body).with(201).json;
        assert_eq!((may(here), may(there)), (true, false));
        assert_eq!(admin.get(&path).with(200).json["items"], json!([made]));
        db.clock().advance(Duration::from_secs(3600));
        assert!(!may(here));

        let made = admin.post(&path, grant("contact.edit", Some(here))).with(201).json;
        assert_eq!(
            admin.get(&path).json["items"].as_array().unwrap().len(),
            1,
            "one for a permission in a place"
        );
        assert!(may(here));
        admin.delete(&format!("{path}/{}", made["id"].as_str().unwrap())).with(204);
        admin
            .delete(&format!("{path}/{}", made["id"].as_str().unwrap()))
            .problem(404, "not_found");
        assert!(!may(here));

        // It dies with its role, and does not wake with another.
        admin.post(&path, grant("contact.edit", None)).with(201);
        admin
            .put(&of(&office, Builtin::Operator, "/roles"), json!({ "roles": ["view_only"] }))
            .with(200);
        assert_eq!(admin.get(&path).json["items"], json!([]));
        admin
            .put(&of(&office, Builtin::Operator, "/roles"), json!({ "roles": ["operator"] }))
            .with(200);
        assert!(!may(here));
    });
}

#[test]
fn what_cannot_be_switched_is_refused_with_its_field() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (mut admin, path) = (acting(&site, &office, Builtin::Admin), of(&office, Builtin::Operator, "/switches"));
        admin.post(&path, grant("settings.manage", None)).problem(422, "not_optional");
        admin.post(&path, grant("ticket.reply", None)).problem(422, "not_optional");
        admin.post(&path, grant("no.such", None)).problem(422, "value_invalid");
        let user = of(&office, Builtin::Coordinator, "/switches");
        admin
            .post(&user, grant("user.view", Some(office.channel)))
            .problem(422, "scope_not_possible");
        admin
            .post(&path, grant("contact.edit", Some(kit::ChannelId::new(db.now()))))
            .problem(422, "channel_unknown");
        let mut past = grant("contact.edit", None);
        past["until"] = json!(db.now());
        admin.post(&path, past).problem(422, "already_past");
        admin
            .post(&path, json!({ "permission": "contact.edit", "scope": "team", "on": true }))
            .problem(422, "scope_not_possible");
        assert_eq!(admin.get(&path).json["items"], json!([]));
    });
}

/// Nobody gives what they do not hold, nor for longer than they hold it.
#[test]
fn a_gift_is_the_givers_own_and_ends_no_later() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let mine = of(&office, Builtin::Coordinator, "/switches");
        for perm in ["user.view", "user.edit"] {
            admin.post(&mine, grant(perm, None)).with(201);
        }
        let (mut coordinator, theirs) = (
            acting(&site, &office, Builtin::Coordinator),
            of(&office, Builtin::Operator, "/switches"),
        );
        coordinator
            .post(&theirs, grant("contact.edit", None))
            .problem(403, "beyond_your_rights");
        let end = db.now().plus(Duration::from_secs(3600));
        let mut lent = grant("contact.edit", Some(office.channel));
        lent["until"] = json!(end);
        admin.post(&mine, lent.clone()).with(201);
        coordinator
            .post(&theirs, grant("contact.edit", Some(office.channel)))
            .problem(403, "beyond_your_rights");
        coordinator
            .post(&theirs, grant("contact.edit", None))
            .problem(403, "beyond_your_rights");
        coordinator.post(&theirs, lent).with(201);
        coordinator
            .post(&mine, grant("user.delete", None))
            .problem(403, "not_about_yourself");
    });
}
