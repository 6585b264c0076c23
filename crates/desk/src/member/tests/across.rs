//! SECURITY 1: another organisation's ids are like ids never issued, and nothing there changes.

use access::Builtin;
use axum::http::Method;
use db::testing::on_both;
use serde_json::{Value, json};

use super::acting;
use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn ids_of_another_organisation_are_unknown_in_every_door() {
    on_both(|db| {
        let (here, there, site) = (Office::new(db), Office::new(db), Site::new(db));
        let mut admin = acting(&site, &here, Builtin::Admin);
        let head = |office: &Office| {
            let org = office.org;
            office
                .read(move |tx| Ok((db::event::head(tx, org)?, tx.policy_epoch(org)?)))
                .unwrap()
        };
        let before = head(&there);
        let calls = |member: String, team: String, role: String, channel: String, origin: String| -> Vec<(Method, String, Value)> {
            let mine = here.people[&Builtin::Operator].member;
            let m = |rest: &str| here.path(&format!("/members/{member}{rest}"));
            vec![
                (Method::GET, m(""), json!({})),
                (Method::PATCH, m(""), json!({ "last_name": "x" })),
                (Method::DELETE, m(""), json!({})),
                (Method::POST, m("/suspension"), json!({})),
                (Method::DELETE, m("/suspension"), json!({})),
                (Method::POST, m("/password-reset"), json!({})),
                (Method::POST, m("/invitation"), json!({})),
                (Method::DELETE, m("/invitation"), json!({})),
                (Method::PUT, m("/roles"), json!({ "roles": ["operator"] })),
                (Method::PUT, m("/teams"), json!({ "teams": [] })),
                (Method::PUT, m("/origins"), json!({ "origins": [] })),
                (Method::PUT, m("/channels"), json!({ "channels": [] })),
                (Method::GET, m("/switches"), json!({})),
                (
                    Method::POST,
                    m("/switches"),
                    json!({ "permission": "contact.edit", "scope": "organisation", "on": true }),
                ),
                (
                    Method::DELETE,
                    here.path(&format!("/members/{mine}?reassign_to={member}")),
                    json!({}),
                ),
                (
                    Method::PUT,
                    here.path(&format!("/members/{mine}/roles")),
                    json!({ "roles": [role] }),
                ),
                (
                    Method::PUT,
                    here.path(&format!("/members/{mine}/teams")),
                    json!({ "teams": [{ "id": team }] }),
                ),
                (
                    Method::PUT,
                    here.path(&format!("/members/{mine}/channels")),
                    json!({ "channels": [channel] }),
                ),
                (
                    Method::PUT,
                    here.path(&format!("/members/{mine}/origins")),
                    json!({ "origins": [origin] }),
                ),
                (
                    Method::POST,
                    here.path(&format!("/members/{mine}/switches")),
                    json!({ "permission": "contact.edit", "scope": "channel", "scope_id": channel, "on": true }),
                ),
                (
                    Method::POST,
                    here.path(&format!("/members/{mine}/switches")),
                    json!({ "permission": "contact.edit", "scope": "team", "scope_id": team, "on": true }),
                ),
                (
                    Method::POST,
                    here.path("/members"),
                    json!({ "first_name": "A", "last_name": "B", "email": "ab@ejemplo.mx", "roles": ["operator"], "teams": [team] }),
                ),
                (
                    Method::POST,
                    here.path("/members"),
                    json!({ "first_name": "A", "last_name": "B", "email": "ab@ejemplo.mx", "roles": [role] }),
                ),
                (Method::GET, here.path(&format!("/members?team={team}")), json!({})),
                (Method::GET, here.path(&format!("/members?role={role}")), json!({})),
                (Method::GET, here.path(&format!("/teams/{team}")), json!({})),
                (Method::PATCH, here.path(&format!("/teams/{team}")), json!({ "name": "x" })),
                (Method::DELETE, here.path(&format!("/teams/{team}")), json!({})),
                (
                    Method::DELETE,
                    here.path(&format!("/teams/{}?move_to={team}", here.team)),
                    json!({}),
                ),
                (Method::POST, here.path("/teams"), json!({ "name": "Otra", "parent": team })),
                (Method::PUT, here.path(&format!("/teams/{team}/members/{mine}")), json!({})),
                (Method::PUT, here.path(&format!("/teams/{}/members/{member}", here.team)), json!({})),
                (Method::GET, here.path(&format!("/roles/{role}")), json!({})),
                (Method::PATCH, here.path(&format!("/roles/{role}")), json!({ "hidden": true })),
                (Method::DELETE, here.path(&format!("/roles/{role}")), json!({})),
            ]
        };
        let worker = there.people[&Builtin::Operator].member.to_string();
        let origin = kit::OriginId::new(db.now()).to_string();
        let theirs = calls(
            worker,
            there.team.to_string(),
            there.role(Builtin::Operator).to_string(),
            there.channel.to_string(),
            origin.clone(),
        );
        let never = calls(
            kit::MemberId::new(db.now()).to_string(),
            kit::TeamId::new(db.now()).to_string(),
            kit::RoleId::new(db.now()).to_string(),
            kit::ChannelId::new(db.now()).to_string(),
            origin,
        );
        for ((method, path, body), (_, other_path, other_body)) in theirs.into_iter().zip(never) {
            let reply = admin.send(method.clone(), &path, Some(body));
            let unknown = admin.send(method.clone(), &other_path, Some(other_body));
            assert_eq!((reply.status, &reply.bytes), (unknown.status, &unknown.bytes), "{method} {path}");
            let refused = reply.status.as_u16() == 404 || reply.status.as_u16() == 422 || reply.json == json!({ "items": [] });
            assert!(refused, "{method} {path}: {}", reply.json);
        }
        assert_eq!(head(&there), before, "nothing has happened there");
        // And whoever is nobody here knows of nothing at all.
        let mut stranger = acting(&site, &there, Builtin::Admin);
        for path in ["", "/members", "/teams", "/roles", "/audit", "/colleagues", "/tokens"] {
            stranger.get(&here.path(path)).problem(404, "not_found");
        }
    });
}
