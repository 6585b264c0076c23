//! Teams, on both engines.

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use crate::testing::Office;
use crate::testing::site::{Browser, Site};

fn acting<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    site.program(&office.token(office.people[&role].member))
}

fn names(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["name"].as_str().unwrap())
        .collect()
}

#[test]
fn a_hidden_team_is_known_to_its_members_and_to_who_manages_teams() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let made = admin
            .post(&office.path("/teams"), json!({ "name": "Auditoría", "hidden": true }))
            .with(201)
            .json;
        let (path, id) = (
            office.path(&format!("/teams/{}", made["id"].as_str().unwrap())),
            made["id"].as_str().unwrap().to_owned(),
        );
        let mut supervisor = acting(&site, &office, Builtin::Supervisor);
        assert_eq!(names(&admin.get(&office.path("/teams")).json), ["Auditoría", "Soporte"]);
        assert_eq!(names(&supervisor.get(&office.path("/teams")).json), ["Soporte"]);
        supervisor.get(&path).problem(404, "not_found");
        let someone = office.people[&Builtin::Supervisor].member;
        admin
            .put(&format!("{path}/members/{someone}"), json!({ "default": true }))
            .with(204);
        assert_eq!(supervisor.get(&path).json["people"][0]["default"], true);
        assert!(supervisor.get(&path).json["can"]["team.manage"].get("denied").is_some());
        // Of an external advisor's card the hidden team is not told to who does not know it.
        let theirs = |role: Builtin| {
            let seen = acting(&site, &office, role).get(&office.path("/colleagues")).json;
            seen["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|c| c["id"] == json!(someone))
                .unwrap()["teams"]
                .clone()
        };
        assert!(theirs(Builtin::Admin).as_array().unwrap().contains(&json!(id)));
        assert!(!theirs(Builtin::Stakeholder).as_array().unwrap().contains(&json!(id)));
        admin.delete(&format!("{path}/members/{someone}")).with(204);
        supervisor.get(&path).problem(404, "not_found");
    });
}

#[test]
fn names_are_unique_folded_and_parents_are_one_level_up() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let mut make = |body: Value| admin.post(&office.path("/teams"), body);
        make(json!({ "name": " SOPÓRTE " })).problem(409, "name_taken");
        make(json!({ "name": "" })).problem(422, "required");
        let sub = make(json!({ "name": "Taller", "parent": office.team })).with(201).json["id"].clone();
        make(json!({ "name": "Más abajo", "parent": sub })).problem(422, "team_too_deep");
        let path = office.path(&format!("/teams/{}", office.team));
        admin.patch(&path, json!({ "parent": office.team })).problem(422, "team_too_deep");
        admin.patch(&path, json!({ "parent": sub })).problem(422, "team_too_deep");
        let changed = admin
            .patch(
                &path,
                json!({ "name": "Soporte técnico", "id": sub, "members": 0, "archived_at": 1 }),
            )
            .with(200)
            .json;
        assert_eq!((&changed["name"], &changed["id"]), (&json!("Soporte técnico"), &json!(office.team)));
        acting(&site, &office, Builtin::Supervisor)
            .patch(&path, json!({ "name": "x" }))
            .problem(403, "denied");
    });
}

#[test]
fn a_team_is_archived_once_nothing_waits_in_it_or_it_is_said_where_it_goes() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let other = office.team("Refacciones");
        let path = office.path(&format!("/teams/{}", office.team));
        let (external, advisor) = (
            office.people[&Builtin::ExternalAdvisor].member,
            office.people[&Builtin::Advisor].member,
        );
        let (theirs, mine, waiting) = (
            office.ticket(office.team, Some(external)),
            office.ticket(office.team, Some(advisor)),
            office.ticket(office.team, None),
        );
        admin.delete(&path).problem(409, "team_in_use");
        admin
            .delete(&format!("{path}?move_to={}", office.team))
            .problem(422, "team_unknown");
        let left = admin.delete(&format!("{path}?move_to={other}")).with(200).json;
        assert_eq!(
            left,
            json!({ "moved": 3, "unassigned": 1 }),
            "who is external there keeps nothing outside their teams"
        );
        for (ticket, holder) in [(theirs, None), (mine, Some(advisor)), (waiting, None)] {
            assert_eq!(
                (office.ticket_row(ticket).team, office.ticket_row(ticket).assignee),
                (other, holder)
            );
        }
        let channel = admin.get(&office.path("/channels")).json["items"][0].clone();
        assert_eq!(
            channel["team"]["id"].as_str().or(channel["team"].as_str()),
            Some(other.to_string().as_str())
        );
        admin.get(&path).problem(404, "not_found");
        assert_eq!(names(&admin.get(&office.path("/teams")).json), ["Refacciones"]);
        assert!(!office.of(advisor).caller.teams.contains(&office.team));
        // Its name is free again.
        admin.post(&office.path("/teams"), json!({ "name": "Soporte" })).with(201);
    });
}

#[test]
fn a_member_has_one_default_team() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (other, third) = (office.team("Refacciones"), office.team("Taller"));
        let operator = office.people[&Builtin::Operator].member;
        let path = office.path(&format!("/members/{operator}/teams"));
        let defaults = |card: &Value| {
            card["teams"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|t| t["default"] == true)
                .map(|t| t["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let card = admin
            .put(&path, json!({ "teams": [{ "id": other }, { "id": third }] }))
            .with(200)
            .json;
        assert_eq!(defaults(&card), ["Refacciones"], "the first, when none is said");
        let both = json!({ "teams": [{ "id": other, "default": true }, { "id": third, "default": true }] });
        admin.put(&path, both).problem(422, "one_default_team");
        let card = admin
            .put(&path, json!({ "teams": [{ "id": other }, { "id": third, "default": true }] }))
            .with(200)
            .json;
        assert_eq!(defaults(&card), ["Taller"]);
        let card = admin.put(&path, json!({ "teams": [] })).with(200).json;
        assert_eq!(card["teams"], json!([]));
    });
}
