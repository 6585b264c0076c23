use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use kit::MemberId;
use serde_json::json;

use super::{Two, logged};
use crate::ticket::State;

/// Carla serves, and has a ticket there.
fn busy(two: &Two) -> (MemberId, kit::TicketId) {
    let member: MemberId = two.lent().parse().unwrap();
    (member, two.host.ticket(two.host.team, Some(member)))
}

/// She is nobody there, and what was hers waits in its queue.
fn over(two: &Two, ticket: kit::TicketId) {
    let mut hers = two.hers();
    hers.get(&two.host.path("")).problem(404, "not_found");
    let me = hers.get("/api/v1/me").with(200).json;
    assert_eq!(me["memberships"].as_array().unwrap().len(), 1);
    let row = two.host.ticket_row(ticket);
    assert_eq!((row.assignee, row.state), (None, State::Waiting));
}

#[test]
fn an_end_date_ends_it_to_the_second() {
    on_both(|db| {
        let two = Two::new(db);
        let until = db.now().plus(Duration::from_secs(3600));
        let mut wanted = two.wanted();
        wanted["until"] = json!(until);
        let made = two
            .at_host(Builtin::Manager)
            .post(&two.host.path("/external-advisors"), wanted)
            .with(201)
            .json;
        let member: MemberId = made["member"].as_str().unwrap().parse().unwrap();
        let ticket = two.host.ticket(two.host.team, Some(member));
        two.site.settle();
        let mut hers = two.hers();
        db.clock().advance(Duration::from_secs(3599));
        let me = hers.get("/api/v1/me").with(200).json;
        assert!(
            me["memberships"].as_array().unwrap().iter().any(|m| m["until"] == json!(until)),
            "{me}"
        );
        hers.get(&two.host.path("/teams")).with(200);
        db.clock().advance(Duration::from_secs(1));
        // At once, before anything has been done about it; and then it is.
        hers.get(&two.host.path("/teams")).problem(404, "not_found");
        assert_eq!(hers.get("/api/v1/me/tickets?view=external_mine").with(200).json["items"], json!([]));
        two.site.settle();
        over(&two, ticket);
        logged(&two, &two.host, &["external.began", "external.over"]);
        logged(&two, &two.home, &["external.lent", "external.returned"]);
    });
}

#[test]
fn one_leaves_a_host_at_any_time_and_never_ones_home() {
    on_both(|db| {
        let two = Two::new(db);
        let (_, ticket) = busy(&two);
        let mut hers = two.hers();
        hers.delete(&format!("/api/v1/me/organisations/{}", two.home.org))
            .problem(409, "home_not_left");
        hers.delete(&format!("/api/v1/me/organisations/{}", kit::OrgId::new(db.now())))
            .problem(404, "not_found");
        hers.delete(&format!("/api/v1/me/organisations/{}", two.host.org)).with(204);
        hers.delete(&format!("/api/v1/me/organisations/{}", two.host.org))
            .problem(404, "not_found");
        two.site.settle();
        over(&two, ticket);
        logged(&two, &two.host, &["external.began", "external.left"]);
        logged(&two, &two.home, &["external.lent", "external.returned"]);
        // And can be invited anew.
        two.lent();
    });
}

#[test]
fn a_home_sees_who_serves_where_and_calls_back() {
    on_both(|db| {
        let two = Two::new(db);
        let (_, ticket) = busy(&two);
        let mut admin = two.at_home(Builtin::Admin);
        let lent = admin.get(&two.home.path("/lent")).with(200).json["items"].clone();
        assert_eq!(
            (
                &lent[0]["member"],
                &lent[0]["host"],
                &lent[0]["teams"],
                &lent[0]["recall"],
                lent.as_array().unwrap().len()
            ),
            (
                &json!(two.carla.member),
                &json!({ "id": two.host.org, "name": "Tractores Lerma" }),
                &json!(["Soporte"]),
                &json!(true),
                1
            )
        );
        assert!(!lent.to_string().contains(&ticket.to_string()));
        let path = two.home.path(&format!("/lent/{}/{}", two.carla.member, two.host.org));
        two.at_home(Builtin::Supervisor).delete(&path).problem(404, "not_found");
        let elsewhere = two.home.path(&format!("/lent/{}/{}", two.carla.member, two.home.org));
        admin.delete(&elsewhere).problem(404, "not_found");
        admin.delete(&path).with(204);
        over(&two, ticket);
        two.site.settle();
        assert_eq!(admin.get(&two.home.path("/lent")).with(200).json["items"], json!([]));
        logged(&two, &two.host, &["external.began", "external.recalled"]);
        logged(&two, &two.home, &["external.lent", "external.recalled"]);
    });
}

/// E8: of a contact, what the host lets them change; by its own people, all.
#[test]
fn of_a_contact_one_changes_what_the_host_allows() {
    on_both(|db| {
        let two = Two::new(db);
        let (member, ticket) = busy(&two);
        let mut admin = two.at_host(Builtin::Admin);
        let switch = json!({ "permission": "contact.edit", "scope": "organisation", "on": true });
        admin.post(&two.host.path(&format!("/members/{member}/switches")), switch).with(201);
        let odd = json!({ "settings": { "external_contact_fields": ["name", "shoe_size"] } });
        admin.patch(&two.host.path(""), odd).problem(422, "choice_unknown");
        let some = json!({ "settings": { "external_contact_fields": ["name", "company"] } });
        admin.patch(&two.host.path(""), some).with(200);
        let path = two.host.path(&format!("/tickets/{ticket}/contact"));
        let mut hers = two.hers();
        let version = hers.get(&path).with(200).json["version"].clone();
        let refused = hers
            .patch(&path, json!({ "version": version, "name": "Rosa", "phone": "+523312040002" }))
            .problem(422, "field_not_external");
        assert_eq!(refused.json["field"], "phone");
        let changed = hers.patch(&path, json!({ "version": version, "name": "Rosa" })).with(200).json;
        assert_eq!(changed["name"], "Rosa");
        let phone = json!({ "version": changed["version"], "phone": "+523312040002" });
        admin.patch(&path, phone).with(200);
    });
}

/// E10: to a colleague or to the queue, by the host's administrators as for any member; and the home is told.
#[test]
fn whom_the_host_removes_is_told_at_home() {
    on_both(|db| {
        let two = Two::new(db);
        let (member, ticket) = busy(&two);
        let heir = two.host.people[&Builtin::Advisor].member;
        let mut admin = two.at_host(Builtin::Admin);
        let listed = admin.get(&two.host.path("/members?external=true")).with(200).json;
        assert!(listed["items"].as_array().unwrap().iter().all(|m| m["external"] == json!(true)));
        assert!(listed["items"].as_array().unwrap().iter().any(|m| m["id"] == json!(member)));
        let left = admin
            .delete(&two.host.path(&format!("/members/{member}?reassign_to={heir}")))
            .with(200)
            .json;
        assert_eq!(left, json!({ "moved": 1, "unassigned": 0 }));
        two.site.settle();
        assert_eq!(two.host.ticket_row(ticket).assignee, Some(heir));
        logged(&two, &two.home, &["external.lent", "external.returned"]);
        two.hers().get(&two.host.path("")).problem(404, "not_found");
    });
}

#[test]
fn a_home_that_lets_go_of_somebody_ends_what_they_serve_elsewhere() {
    on_both(|db| {
        let two = Two::new(db);
        let (member, ticket) = busy(&two);
        two.at_home(Builtin::Admin)
            .delete(&two.home.path(&format!("/members/{}", two.carla.member)))
            .with(200);
        two.site.settle();
        assert_eq!(two.host.ticket_row(ticket).assignee, None);
        two.at_host(Builtin::Admin)
            .get(&two.host.path(&format!("/members/{member}")))
            .problem(404, "not_found");
        logged(&two, &two.host, &["external.began", "external.home_lost"]);
    });
}

/// Earlier, later and never: what was said last counts, for the person's rights and for what follows.
#[test]
fn an_end_date_is_changed_while_they_serve() {
    on_both(|db| {
        let two = Two::new(db);
        let (member, ticket) = busy(&two);
        let mut admin = two.at_host(Builtin::Admin);
        let path = two.host.path(&format!("/external-advisors/{member}/until"));
        let hour = Duration::from_secs(3600);
        let mut put = |until: Option<kit::Time>| admin.put(&path, json!({ "until": until }));
        put(Some(db.now())).problem(422, "already_past");
        put(Some(db.now().plus(hour))).with(204);
        let later = db.now().plus(3 * hour);
        put(Some(later)).with(204);
        two.site.settle();
        db.clock().advance(2 * hour);
        two.site.settle();
        let me = two.hers().get("/api/v1/me").with(200).json;
        assert!(me["memberships"].as_array().unwrap().iter().any(|m| m["until"] == json!(later)));
        let lent = two.at_home(Builtin::Admin).get(&two.home.path("/lent")).with(200).json;
        assert_eq!(lent["items"][0]["until"], json!(later));
        put(None).with(204);
        two.site.settle();
        db.clock().advance(2 * hour);
        two.site.settle();
        two.hers().get(&two.host.path("/teams")).with(200);
        put(Some(db.now().plus(hour))).with(204);
        db.clock().advance(hour);
        two.hers().get(&two.host.path("/teams")).problem(404, "not_found");
        two.site.settle();
        over(&two, ticket);
        let until = ["external.until"; 4];
        logged(&two, &two.host, &[&until[..], &["external.began", "external.over"]].concat());
        logged(&two, &two.home, &[&until[..], &["external.lent", "external.returned"]].concat());
    });
}

/// Staying longer is given by whoever covers them; who is at home here has no end.
#[test]
fn an_end_date_is_the_hosts_to_change_and_only_of_who_is_lent() {
    on_both(|db| {
        let two = Two::new(db);
        let member = two.lent();
        let body = json!({ "until": db.now().plus(Duration::from_secs(3600)) });
        let path = |member: &str| two.host.path(&format!("/external-advisors/{member}/until"));
        two.at_host(Builtin::Manager)
            .put(&path(&member), body.clone())
            .problem(403, "denied");
        two.at_host(Builtin::Advisor)
            .put(&path(&member), body.clone())
            .problem(404, "not_found");
        two.at_home(Builtin::Admin)
            .put(&two.home.path(&format!("/external-advisors/{member}/until")), body.clone())
            .problem(404, "not_found");
        let own = two.host.people[&Builtin::Advisor].member.to_string();
        two.at_host(Builtin::Admin).put(&path(&own), body.clone()).problem(404, "not_found");
        two.at_host(Builtin::Admin).put(&path(&member), body).with(204);
    });
}
