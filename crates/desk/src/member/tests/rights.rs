use access::{Builtin, Perm, RoleKey, Scope, Switch};
use db::testing::on_both;
use serde_json::json;

use super::{acting, of};
use crate::member::{create, rights, roles, suspend, switches};
use crate::testing::Office;
use crate::testing::site::Site;
use crate::who::Who;

fn new(email: &str, role: Builtin) -> create::New {
    create::New {
        first_name: "Julián".into(),
        last_name: "Ortega".into(),
        email: email.into(),
        phone: None,
        locale: None,
        roles: vec![role.into()],
        teams: Vec::new(),
        origins: Vec::new(),
    }
}

/// A coordinator to whom an administrator has given all of the optional permissions over users.
fn trusted(office: &Office) -> Who {
    let (admin, coordinator) = (office.who(Builtin::Admin), office.people[&Builtin::Coordinator].member);
    for perm in [Perm::UserView, Perm::UserCreate, Perm::UserEdit, Perm::UserDelete] {
        let admin = admin.clone();
        office
            .write(move |tx| {
                switches::put(
                    tx,
                    &admin,
                    coordinator,
                    Switch {
                        perm,
                        scope: Scope::Org,
                        on: true,
                        until: None,
                    },
                )
            })
            .unwrap();
    }
    office.who(Builtin::Coordinator)
}

#[test]
fn a_coordinator_makes_operators_and_nobody_above() {
    on_both(|db| {
        let office = Office::new(db);
        let before = office.who(Builtin::Coordinator);
        let refused = office
            .write(move |tx| create::create(tx, &before, &new("a@ejemplo.mx", Builtin::Operator)))
            .unwrap_err();
        assert_eq!(refused.kind, kit::Kind::Unknown, "off until switched on");
        let who = trusted(&office);
        let made = |role: Builtin, email: &'static str| {
            let who = who.clone();
            office
                .write(move |tx| create::create(tx, &who, &new(email, role)))
                .map_err(|e| e.code)
        };
        assert!(made(Builtin::Operator, "operador@ejemplo.mx").is_ok());
        for (role, email) in [
            (Builtin::Admin, "a@ejemplo.mx"),
            (Builtin::Supervisor, "s@ejemplo.mx"),
            (Builtin::Manager, "m@ejemplo.mx"),
            (Builtin::Advisor, "v@ejemplo.mx"),
        ] {
            assert_eq!(made(role, email), Err("beyond_your_rights"), "{role:?}");
        }
        let none: i64 = office
            .read(|tx| Ok(tx.one("SELECT COUNT(*) FROM member WHERE email = 'a@ejemplo.mx'", db::args![])?))
            .unwrap();
        assert_eq!(none, 0, "a refusal leaves nothing behind");
    });
}

#[test]
fn nobody_acts_on_somebody_who_has_more_and_nobody_on_themselves() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        trusted(&office);
        let mut coordinator = acting(&site, &office, Builtin::Coordinator);
        let mut admin = acting(&site, &office, Builtin::Admin);
        coordinator
            .patch(&of(&office, Builtin::Operator, ""), json!({ "last_name": "Nuevo" }))
            .with(200);
        for above in [Builtin::Admin, Builtin::Manager] {
            coordinator
                .patch(&of(&office, above, ""), json!({ "last_name": "Nuevo" }))
                .problem(403, "beyond_your_rights");
            coordinator
                .post(&of(&office, above, "/suspension"), json!({}))
                .problem(403, "beyond_your_rights");
            coordinator.delete(&of(&office, above, "")).problem(403, "beyond_your_rights");
            coordinator
                .post(&of(&office, above, "/password-reset"), json!({}))
                .problem(403, "beyond_your_rights");
            coordinator
                .put(&of(&office, above, "/roles"), json!({ "roles": ["operator"] }))
                .problem(403, "beyond_your_rights");
            coordinator
                .put(&of(&office, above, "/teams"), json!({ "teams": [] }))
                .problem(403, "beyond_your_rights");
        }
        for (mut somebody, role) in [(coordinator, Builtin::Coordinator), (admin, Builtin::Admin)] {
            somebody
                .put(&of(&office, role, "/roles"), json!({ "roles": ["operator"] }))
                .problem(403, "not_about_yourself");
            somebody
                .put(&of(&office, role, "/roles"), json!({ "roles": [role.name(), "advisor"] }))
                .problem(403, "not_about_yourself");
            somebody
                .post(&of(&office, role, "/suspension"), json!({}))
                .problem(403, "not_about_yourself");
            somebody.delete(&of(&office, role, "")).problem(403, "not_about_yourself");
            somebody
                .post(&of(&office, role, "/password-reset"), json!({}))
                .problem(409, "own_password");
        }
        admin = acting(&site, &office, Builtin::Admin);
        admin
            .put(
                &of(&office, Builtin::Operator, "/roles"),
                json!({ "roles": ["operator", "advisor"] }),
            )
            .with(200);
    });
}

#[test]
fn an_administrator_remains_even_when_two_remove_each_other() {
    on_both(|db| {
        let office = Office::new(db);
        let second = office.hire(&[Builtin::Admin], &[]);
        let (first, other) = (office.who(Builtin::Admin), office.of(second.member));
        let (db1, db2, org) = (office.db.clone(), office.db.clone(), office.org);
        let (a, b) = (office.people[&Builtin::Admin].member, second.member);
        // Each was loaded before the other's act: the lock and the rule decide, not who looked first.
        let one = std::thread::spawn(move || db1.write_blocking(org, move |tx| suspend::suspend(tx, &first, b)));
        let two = std::thread::spawn(move || {
            db2.write_blocking(org, move |tx| roles::roles(tx, &other, a, &[RoleKey::Builtin(Builtin::Operator)]))
        });
        let outcomes = [one.join().unwrap().map_err(|e| e.code), two.join().unwrap().map_err(|e| e.code)];
        assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.contains(&Err("last_administrator")), "{outcomes:?}");
    });
}

#[test]
fn the_last_administrator_stays_whoever_asks() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let second = office.hire(&[Builtin::Admin], &[]);
        let mut other = site.program(&office.token(second.member));
        other.delete(&of(&office, Builtin::Admin, "")).with(200);
        let last = office.path(&format!("/members/{}", second.member));
        // Only a token of the last one is left, and nobody acts on themselves.
        other.delete(&last).problem(403, "not_about_yourself");
        assert!(office.of(second.member).caller.administers());
    });
}

#[test]
fn a_token_with_less_is_less_even_an_administrators() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let admin = office.people[&Builtin::Admin].member;
        let mut limited = site.program(&office.limited_token(admin, Some(&[Perm::UserView, Perm::UserEdit, Perm::OrganisationRead])));
        limited
            .patch(&of(&office, Builtin::Operator, ""), json!({ "last_name": "Nuevo" }))
            .problem(403, "beyond_your_rights");
        limited
            .put(&of(&office, Builtin::Operator, "/roles"), json!({ "roles": ["admin"] }))
            .problem(403, "beyond_your_rights");
        limited.post(&office.path("/members"), json!({})).problem(403, "denied");
        let mut full = site.program(&office.token(admin));
        full.patch(&of(&office, Builtin::Operator, ""), json!({ "last_name": "Nuevo" }))
            .with(200);
    });
}

#[test]
fn what_changes_rights_is_in_the_log_and_told() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let operator = office.people[&Builtin::Operator].member;
        let head = || {
            office.read({
                let org = office.org;
                move |tx| Ok(db::event::head(tx, org)?)
            })
        };
        let before = head().unwrap();
        db.clock().advance(std::time::Duration::from_secs(1));
        admin
            .put(&of(&office, Builtin::Operator, "/roles"), json!({ "roles": ["advisor"] }))
            .with(200);
        let entry = admin
            .get(&office.path(&format!("/audit?subject={operator}&action=member.")))
            .with(200)
            .json["items"][0]
            .clone();
        assert_eq!(
            (&entry["action"], &entry["actor"], &entry["address"]),
            (
                &json!("member.roles"),
                &json!(office.people[&Builtin::Admin].member),
                &json!("192.0.2.7")
            )
        );
        assert_eq!(entry["body"]["after"], json!([office.role(Builtin::Advisor)]));
        let org = office.org;
        let events = office.read(move |tx| match db::event::after(tx, org, before, 100)? {
            db::event::Batch::Events(events) => Ok(events),
            db::event::Batch::Reset { .. } => Ok(Vec::new()),
        });
        let told: Vec<(String, String)> = events.unwrap().into_iter().map(|e| (e.kind, e.subject.to_string())).collect();
        assert!(
            told.contains(&("access.changed".into(), operator.to_string()))
                && told.contains(&("member.changed".into(), operator.to_string())),
            "{told:?}"
        );
        // What was refused is in neither.
        let (now, log) = (
            head().unwrap(),
            admin.get(&office.path("/audit")).json["items"].as_array().unwrap().len(),
        );
        admin
            .put(&of(&office, Builtin::Admin, "/roles"), json!({ "roles": ["advisor"] }))
            .with(403);
        assert_eq!(
            (
                head().unwrap(),
                admin.get(&office.path("/audit")).json["items"].as_array().unwrap().len()
            ),
            (now, log)
        );
    });
}

#[test]
fn standing_is_of_rows_and_not_of_a_token() {
    on_both(|db| {
        let office = Office::new(db);
        let (org, admin) = (office.org, office.people[&Builtin::Admin].member);
        let caller = office.read(move |tx| rights::standing(tx, org, admin)).unwrap().unwrap();
        assert!(caller.administers() && caller.alive);
        let nobody = kit::MemberId::new(db.now());
        assert_eq!(office.read(move |tx| rights::standing(tx, org, nobody)).unwrap(), None);
    });
}
