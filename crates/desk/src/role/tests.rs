//! Roles, on both engines.

use access::{Builtin, Facts, Perm, Place};
use db::testing::on_both;
use serde_json::{Value, json};

use crate::testing::Office;
use crate::testing::site::{Browser, Site};

fn acting<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    site.program(&office.token(office.people[&role].member))
}

fn custom(name: &str) -> Value {
    json!({ "name": name, "reach": "teams", "cells": {
        "ticket.read": { "state": "always", "base": "reach" },
        "contact.read": { "state": "always", "base": "reach" },
        "ticket.reply": { "state": "always", "base": "reach" },
        "contact.edit": { "state": "off", "base": "reach" },
        "organisation.read": { "state": "always", "base": "desk" },
    } })
}

#[test]
fn names_for_everybody_and_what_is_in_them_for_who_may_read_roles() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let all = acting(&site, &office, Builtin::Admin).get(&office.path("/roles")).with(200).json["items"].clone();
        assert_eq!(all.as_array().unwrap().len(), Builtin::ALL.len());
        assert_eq!(
            (&all[0]["key"], &all[0]["holders"], &all[0]["givable"], &all[0]["reach"]),
            (&json!("admin"), &json!(1), &json!(true), &json!("org"))
        );
        let mut coordinator = acting(&site, &office, Builtin::Coordinator);
        let seen = coordinator.get(&office.path("/roles")).with(200).json["items"].clone();
        let giving: Vec<&str> = seen
            .as_array()
            .unwrap()
            .iter()
            .filter(|r| r["givable"] == true)
            .map(|r| r["key"].as_str().unwrap())
            .collect();
        assert_eq!(
            (giving, seen[0].get("cells"), seen[0].get("holders")),
            (vec!["operator"], None, None)
        );
        coordinator
            .get(&office.path(&format!("/roles/{}", office.role(Builtin::Admin))))
            .problem(404, "not_found");
    });
}

#[test]
fn a_custom_role_is_what_it_says_and_changes_all_who_hold_it() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let made = admin.post(&office.path("/roles"), custom("Taller")).with(201).json;
        let (path, key) = (office.path(&format!("/roles/{}", made["id"].as_str().unwrap())), made["id"].clone());
        let operator = office.people[&Builtin::Operator].member;
        admin
            .put(&office.path(&format!("/members/{operator}/roles")), json!({ "roles": [key] }))
            .with(200);
        let place = Place::At(Facts {
            team: Some(office.team),
            channel: Some(office.channel),
            ..Facts::of(office.org)
        });
        assert!(office.of(operator).can(Perm::TicketReply, &place) && !office.of(operator).can(Perm::ContactEdit, &place));
        let switch = json!({ "permission": "contact.edit", "scope": "organisation", "on": true });
        admin.post(&office.path(&format!("/members/{operator}/switches")), switch).with(201);
        assert!(office.of(operator).can(Perm::ContactEdit, &place));

        // A narrower reach: the same members, at once; a ticket that one can no longer read goes back to its queue.
        let mine = office.ticket(office.team, Some(operator));
        let mut cells = custom("")["cells"].clone();
        cells.as_object_mut().unwrap().remove("ticket.read");
        cells.as_object_mut().unwrap().remove("contact.edit");
        admin.patch(&path, json!({ "cells": cells })).with(200);
        assert!(!office.of(operator).can(Perm::TicketReply, &place));
        assert_eq!(office.ticket_row(mine).assignee, None);
        let switches = admin.get(&office.path(&format!("/members/{operator}/switches"))).json["items"].clone();
        assert_eq!(switches, json!([]), "what no role has as optional is gone");

        admin.delete(&path).problem(409, "role_in_use");
        admin
            .put(
                &office.path(&format!("/members/{operator}/roles")),
                json!({ "roles": ["operator"] }),
            )
            .with(200);
        admin.delete(&path).with(204);
        admin.get(&path).problem(404, "not_found");
    });
}

#[test]
fn of_a_built_in_role_only_whom_it_gives_and_whether_it_is_offered() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let path = office.path(&format!("/roles/{}", office.role(Builtin::Coordinator)));
        for change in [json!({ "name": "x" }), json!({ "reach": "org" }), json!({ "cells": {} })] {
            admin.patch(&path, change).problem(409, "role_built_in");
        }
        admin.delete(&path).problem(409, "role_built_in");
        let changed = admin
            .patch(&path, json!({ "hidden": true, "gives": { "only": ["operator", "advisor"] } }))
            .with(200)
            .json;
        assert_eq!(
            (&changed["hidden"], &changed["gives"]),
            (&json!(true), &json!({ "only": ["operator", "advisor"] }))
        );
        assert!(
            office.who(Builtin::Coordinator).caller.gives[0]
                .roles
                .contains(Some(Builtin::Advisor.into()))
        );
        // An administrator's own role is not changed under them.
        let own = office.path(&format!("/roles/{}", office.role(Builtin::Admin)));
        admin
            .patch(&own, json!({ "gives": { "only": [] } }))
            .problem(403, "not_about_yourself");
        assert!(office.who(Builtin::Admin).caller.administers());
    });
}

#[test]
fn nobody_raises_themselves_or_others_by_the_roles_door() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let mut keeper = custom("Encargado");
        for perm in ["role.read", "role.manage", "user.view", "user.edit"] {
            keeper["cells"][perm] = json!({ "state": "always", "base": "desk" });
        }
        let made = admin.post(&office.path("/roles"), keeper.clone()).with(201).json;
        let someone = office.people[&Builtin::ViewOnly].member;
        admin
            .put(&office.path(&format!("/members/{someone}/roles")), json!({ "roles": [made["id"]] }))
            .with(200);
        let mut holder = site.program(&office.token(someone));
        let own = office.path(&format!("/roles/{}", made["id"].as_str().unwrap()));
        let mut more = keeper["cells"].clone();
        more["settings.manage"] = json!({ "state": "always", "base": "desk" });
        holder.patch(&own, json!({ "cells": more })).problem(403, "beyond_your_rights");
        holder.patch(&own, json!({ "reach": "org" })).problem(403, "beyond_your_rights");
        holder
            .patch(&own, json!({ "gives": { "only": ["admin"] } }))
            .problem(403, "beyond_your_rights");
        let mut fewer = keeper["cells"].clone();
        fewer.as_object_mut().unwrap().remove("contact.edit");
        holder.patch(&own, json!({ "cells": fewer })).with(200);
        fewer.as_object_mut().unwrap().remove("ticket.reply");
        holder.patch(&own, json!({ "cells": fewer })).problem(403, "not_about_yourself");
        let mut new = custom("Otro");
        new["cells"] = more;
        holder.post(&office.path("/roles"), new).problem(403, "beyond_your_rights");
        holder
            .post(
                &office.path("/roles"),
                json!({ "name": "Menos", "reach": "none", "cells": { "user.view": { "state": "always", "base": "desk" } } }),
            )
            .with(201);
    });
}

/// What a change of a role would do to those who hold it, by name; and then does.
#[test]
fn a_role_is_looked_at_before_it_is_changed() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let made = admin.post(&office.path("/roles"), custom("Taller")).with(201).json;
        let path = office.path(&format!("/roles/{}", made["id"].as_str().unwrap()));
        let give = |admin: &mut Browser<'_>, member: kit::MemberId, roles: Value| {
            let to = office.path(&format!("/members/{member}/roles"));
            admin.put(&to, json!({ "roles": roles })).with(200);
        };
        let (one, two) = (
            office.people[&Builtin::Operator].member,
            office.people[&Builtin::Stakeholder].member,
        );
        give(&mut admin, one, json!([made["id"]]));
        give(&mut admin, two, json!(["stakeholder", made["id"]]));
        let number = office.ticket_row(office.ticket(office.team, None)).number;
        let mut fewer = custom("")["cells"].clone();
        fewer.as_object_mut().unwrap().remove("ticket.reply");
        let said = admin.post(&format!("{path}/preview"), json!({ "cells": fewer })).with(200).json;
        assert_eq!(said["unchanged"], json!(1), "the other replies by another role");
        let people = said["people"].as_array().unwrap();
        assert_eq!(
            (people.len(), &people[0]["member"], &people[0]["opens"]),
            (1, &json!(one), &json!([]))
        );
        let tickets = json!({ "count": 1, "more": false, "numbers": [number] });
        assert_eq!(
            people[0]["closes"],
            json!([{ "permission": "ticket.reply", "whole": true, "tickets": tickets }])
        );
        let place = Place::At(Facts {
            team: Some(office.team),
            channel: Some(office.channel),
            ..Facts::of(office.org)
        });
        assert!(office.of(one).can(Perm::TicketReply, &place), "nothing was changed");
        admin.patch(&path, json!({ "cells": fewer })).with(200);
        assert!(!office.of(one).can(Perm::TicketReply, &place));
        assert!(office.of(two).can(Perm::TicketReply, &place));

        // Refused as the change itself.
        let built_in = office.path(&format!("/roles/{}/preview", office.role(Builtin::Operator)));
        admin.post(&built_in, json!({ "reach": "org" })).problem(409, "role_built_in");
        assert_eq!(
            admin.get(&office.path("/permissions")).with(200).json["items"]
                .as_array()
                .unwrap()
                .len(),
            Perm::ALL.len()
        );
    });
}
