use std::time::Duration;

use access::{Builtin, Perm};
use db::testing::on_both;
use serde_json::{Value, json};

use super::Desk;

/// Gives a role an optional permission of its own.
fn switched(desk: &Desk, role: Builtin, permission: Perm) {
    let member = desk.office.people[&role].member;
    let body = json!({ "permission": permission, "scope": "organisation", "on": true });
    desk.at(Builtin::Admin)
        .post(&desk.office.path(&format!("/members/{member}/switches")), body)
        .with(201);
}

#[test]
fn granted_it_counts_at_once_and_until_it_was_said() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        let grant = desk.path(&format!("/{one}/grant"));
        let mut admin = desk.at(Builtin::Admin);
        admin.post(&grant, json!({ "until": db.now() })).problem(422, "already_past");
        assert!(!desk.edits(Builtin::Advisor));
        let until = db.now().plus(Duration::from_secs(3600));
        admin.post(&grant, json!({ "until": until })).with(204);
        assert!(desk.edits(Builtin::Advisor));
        admin.post(&grant, json!({})).problem(409, "permission_request_decided");
        // A switch like any other: it is in the list of what the member holds, with who gave it.
        let advisor = desk.office.people[&Builtin::Advisor].member;
        let held = admin.get(&desk.office.path(&format!("/members/{advisor}/switches"))).with(200).json;
        assert_eq!(
            (&held["items"][0]["until"], &held["items"][0]["given_by"]),
            (&json!(until), &json!(desk.office.people[&Builtin::Admin].member))
        );
        assert_eq!(
            desk.log(),
            ["member.granted", "permission_request.asked", "permission_request.granted"]
        );
        db.clock().advance(Duration::from_secs(3600));
        assert!(!desk.edits(Builtin::Advisor));
    });
}

#[test]
fn refused_with_a_word_why_which_only_who_asked_reads() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        let refuse = desk.path(&format!("/{one}/refusal"));
        let mut admin = desk.at(Builtin::Admin);
        admin.post(&refuse, json!({ "reason": "  " })).problem(422, "required");
        admin.post(&refuse, json!({ "reason": "Pídelo a tu coordinación" })).with(204);
        assert!(!desk.edits(Builtin::Advisor));
        let own = desk
            .at(Builtin::Advisor)
            .get(&desk.office.path("/me/permission-requests"))
            .with(200)
            .json;
        assert_eq!(
            (&own["items"][0]["state"], &own["items"][0]["reason"]),
            (&json!("refused"), &json!("Pídelo a tu coordinación"))
        );
        assert_eq!(desk.log(), ["permission_request.asked", "permission_request.refused"]);
        let all = admin.get(&desk.office.path("/audit?limit=200")).with(200).json;
        assert!(!all.to_string().contains("coordinación"), "the log keeps no words");
        // The next time it is another one.
        assert_ne!(desk.asked(), one);
    });
}

#[test]
fn nobody_grants_to_themselves_or_what_is_not_theirs() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        let grant = |role, id: &str| desk.at(role).post(&desk.path(&format!("/{id}/grant")), json!({}));
        let refuse = |role, id: &str| desk.at(role).post(&desk.path(&format!("/{id}/refusal")), json!({ "reason": "No" }));
        let waiting = |role| desk.at(role).get(&desk.path("")).with(200).json["items"].clone();
        let never = kit::PermissionRequestId::new(db.now()).to_string();
        // Who sets no switches cannot tell one from none.
        for role in [Builtin::Supervisor, Builtin::Operator, Builtin::ExternalAdvisor, Builtin::Advisor] {
            grant(role, &one).problem(404, "not_found");
            grant(role, &never).problem(404, "not_found");
        }
        grant(Builtin::Manager, &one).problem(403, "denied");
        grant(Builtin::Manager, &never).problem(403, "denied");

        // A coordinator who edits people, and neither covers the advisor nor holds what is asked for.
        switched(&desk, Builtin::Coordinator, Perm::UserView);
        switched(&desk, Builtin::Coordinator, Perm::UserEdit);
        grant(Builtin::Coordinator, &one).with(403);
        refuse(Builtin::Coordinator, &one).with(403);
        assert_eq!(waiting(Builtin::Coordinator), json!([]));
        // An operator's it covers, once it holds the permission itself: and not its own request.
        let mut panel = desk.at(Builtin::Operator);
        let theirs = panel.post(&desk.path(""), desk.wanted()).with(201).json["id"].clone();
        let theirs = theirs.as_str().unwrap();
        grant(Builtin::Coordinator, theirs).with(403);
        let own = desk.at(Builtin::Coordinator).post(&desk.path(""), desk.wanted()).with(201).json["id"].clone();
        let own = own.as_str().unwrap();
        grant(Builtin::Coordinator, own).with(403);
        assert!(!desk.edits(Builtin::Coordinator) && !desk.edits(Builtin::Operator));
        switched(&desk, Builtin::Coordinator, Perm::ContactEdit);
        assert_eq!(ids(&waiting(Builtin::Coordinator)), [theirs]);
        grant(Builtin::Coordinator, theirs).with(204);
        assert!(desk.edits(Builtin::Operator));
        // Meanwhile held: the request has nothing left to give.
        grant(Builtin::Admin, own).problem(409, "permission_held");
    });
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

/// What is listed can be granted, and what cannot be is not listed: by everybody, of everybody.
#[test]
fn a_list_says_what_the_verb_would() {
    on_both(|db| {
        let desk = Desk::new(db);
        for role in [Builtin::Coordinator, Builtin::Manager] {
            for perm in role.role().optional().collect::<Vec<_>>() {
                if !desk.office.who(role).caller.holds_anywhere(perm, db.now()) && perm != Perm::ContactEdit {
                    switched(&desk, role, perm);
                }
            }
        }
        let askers = [
            Builtin::Operator,
            Builtin::Advisor,
            Builtin::ConversationAgent,
            Builtin::ExternalAdvisor,
            Builtin::Coordinator,
        ];
        let mut asked = Vec::new();
        for role in askers {
            let made = desk.at(role).post(&desk.path(""), desk.wanted()).with(201).json;
            asked.push((role, made["id"].as_str().unwrap().to_owned()));
        }
        let mut granted = 0;
        for role in Builtin::ALL {
            let listed = desk.at(*role).get(&desk.path("")).with(200).json["items"].clone();
            for (asker, id) in &asked {
                let (id, who) = (id.parse().unwrap(), desk.office.who(*role));
                let tried = desk.office.write(move |tx| {
                    super::super::grant::grant(tx, &who, id, None)?;
                    // Only whether it could.
                    Err::<(), _>(kit::Error::conflict("tried"))
                });
                let could = tried.is_err_and(|error| error.code == "tried");
                assert_eq!(ids(&listed).contains(&id.to_string().as_str()), could, "{role:?} for {asker:?}");
                granted += u32::from(could);
            }
        }
        assert!(granted >= 5, "an administrator covers all of them");
    });
}
