//! SECURITY 7: whoever is removed, suspended or changed is so at the next request, by cookie and by token.

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn suspended_changed_and_removed_are_felt_at_once() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let mut coordinator = acting(&site, &office, Builtin::Coordinator);
        coordinator.get(&office.path("/teams")).with(200);

        admin.post(&of(&office, Builtin::Coordinator, "/suspension"), json!({})).with(200);
        coordinator.get(&office.path("/teams")).problem(404, "not_found");
        admin.delete(&of(&office, Builtin::Coordinator, "/suspension")).with(200);
        coordinator.get(&office.path("/teams")).with(200);

        coordinator.get(&office.path("/members")).problem(404, "not_found");
        let switch = json!({ "permission": "user.view", "scope": "organisation", "on": true });
        let made = admin.post(&of(&office, Builtin::Coordinator, "/switches"), switch).with(201).json;
        coordinator.get(&office.path("/members")).with(200);
        admin
            .delete(&of(
                &office,
                Builtin::Coordinator,
                &format!("/switches/{}", made["id"].as_str().unwrap()),
            ))
            .with(204);
        coordinator.get(&office.path("/members")).problem(404, "not_found");

        admin.delete(&of(&office, Builtin::Coordinator, "")).with(200);
        coordinator.get(&office.path("/teams")).problem(401, "token_invalid");
    });
}

#[test]
fn a_home_that_lets_go_ends_external_memberships_everywhere() {
    on_both(|db| {
        let (host, site) = (Office::new(db), Site::new(db));
        let mut external = acting(&site, &host, Builtin::ExternalAdvisor);
        external.get(&host.path("/teams")).with(200);
        // Its own home suspends it: as the rows say, so it is at the next request.
        let (neighbour, account) = (host.neighbour, host.people[&Builtin::ExternalAdvisor].account);
        let state = |state: &'static str| {
            let sql = "UPDATE member SET state = $3 WHERE org_id = $1 AND account_id = $2";
            db.write_blocking(neighbour, move |tx| {
                Ok::<_, kit::Error>(tx.exec(sql, db::args![neighbour, account, state])?)
            })
            .unwrap();
        };
        state("suspended");
        external.get(&host.path("/teams")).problem(404, "not_found");
        state("active");
        external.get(&host.path("/teams")).with(200);
    });
}

/// When somebody else resets the credentials, what the owner holds elsewhere rests; a host cannot reset them at all.
#[test]
fn a_reset_by_an_administrator_freezes_what_is_held_elsewhere() {
    on_both(|db| {
        let (host, home, site) = (Office::new(db), Office::new(db), Site::new(db));
        let lent = host.host(home.people[&Builtin::Advisor].account);
        let mut there = site.program(&host.token(lent));
        there.get(&host.path("/teams")).with(200);
        acting(&site, &host, Builtin::Admin)
            .post(&host.path(&format!("/members/{lent}/password-reset")), json!({}))
            .problem(409, "not_at_home");
        let mut admin = acting(&site, &home, Builtin::Admin);
        let link = admin
            .post(&of(&home, Builtin::Advisor, "/password-reset"), json!({}))
            .with(200)
            .json["link"]
            .as_str()
            .unwrap()
            .to_owned();
        there.get(&host.path("/teams")).problem(404, "not_found");
        acting(&site, &home, Builtin::Advisor).get(&home.path("/teams")).with(200);
        let token = link.split_once("token=").unwrap().1;
        let choice = json!({ "token": token, "password": "otoño y barbecho" });
        site.browser().post("/api/v1/password-reset/confirmation", choice).with(200);
        there.get(&host.path("/teams")).problem(404, "not_found");
    });
}
