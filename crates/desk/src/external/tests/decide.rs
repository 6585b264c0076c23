use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{Two, logged};

/// Asks for Carla; gives the loan's id.
fn asked(two: &Two) -> String {
    two.rule(json!({ "rule": "approval" }));
    let made = two
        .at_host(Builtin::Manager)
        .post(&two.host.path("/external-advisors"), two.wanted())
        .with(201)
        .json;
    assert_eq!((&made["state"], &made["member"]), (&json!("asked"), &json!(null)));
    two.site.settle();
    made["id"].as_str().unwrap().to_owned()
}

fn notices(two: &Two) -> Value {
    let mut admin = two.site.browser();
    let account = two.home.people[&Builtin::Admin].account;
    let prepared = crate::account::sign_in::Prepared::new(&crate::account::sign_in::From::default()).unwrap();
    admin.cookie = Some(format!("relevo_session={}", prepared.shown));
    two.site
        .run(two.site.app.db.write_global(b"test", move |tx| prepared.open(tx, account)))
        .unwrap();
    admin.get("/api/v1/me/notifications").with(200).json["items"].clone()
}

fn serves(two: &Two) -> bool {
    let me = two.hers().get("/api/v1/me").with(200).json;
    me["memberships"].as_array().unwrap().len() == 2
}

#[test]
fn a_home_that_wants_to_be_asked_is_and_gives() {
    on_both(|db| {
        let two = Two::new(db);
        let loan = asked(&two);
        assert!(!serves(&two));
        let mut manager = two.at_host(Builtin::Manager);
        manager
            .post(&two.host.path("/external-advisors"), two.wanted())
            .problem(409, "loan_asked");
        assert_eq!(manager.get(&two.host.path("/loans")).with(200).json["items"][0]["state"], "asked");

        let told = notices(&two);
        assert_eq!(
            (&told[0]["kind"], &told[0]["loan"]),
            (
                &json!("asked"),
                &json!({ "id": loan, "person": "Carla Ríos", "organisation": "Tractores Lerma" })
            )
        );
        let mut admin = two.at_home(Builtin::Admin);
        let request = admin.get(&two.home.path("/loan-requests")).with(200).json["items"][0].clone();
        assert_eq!(
            (&request["member"], &request["teams"], &request["organisation"]),
            (&json!(two.carla.member), &json!(["Soporte"]), &json!("Tractores Lerma"))
        );
        // The host cannot answer for the home, nor somebody there who does not edit people.
        let approval = format!("/loan-requests/{loan}/approval");
        two.at_host(Builtin::Admin).post(&two.host.path(&approval), json!({})).with(404);
        two.at_home(Builtin::Advisor).post(&two.home.path(&approval), json!({})).with(404);
        admin.post(&two.home.path(&approval), json!({})).with(204);
        two.site.settle();
        assert!(serves(&two));
        assert_eq!(notices(&two), json!([]), "there is nothing to decide any more");
        admin.post(&two.home.path(&approval), json!({})).with(404);
        logged(&two, &two.host, &["external.asked", "external.began"]);
        logged(&two, &two.home, &["external.asked", "external.given", "external.lent"]);
    });
}

#[test]
fn what_is_refused_or_taken_back_begins_never() {
    on_both(|db| {
        let two = Two::new(db);
        let loan = asked(&two);
        let mut admin = two.at_home(Builtin::Admin);
        admin
            .post(&two.home.path(&format!("/loan-requests/{loan}/refusal")), json!({}))
            .with(204);
        two.site.settle();
        let mut manager = two.at_host(Builtin::Manager);
        assert_eq!(manager.get(&two.host.path("/loans")).with(200).json["items"][0]["state"], "refused");
        manager
            .delete(&two.host.path(&format!("/loans/{loan}")))
            .problem(409, "loan_decided");

        let again = asked(&two);
        manager.delete(&two.host.path(&format!("/loans/{again}"))).with(204);
        two.site.settle();
        admin
            .post(&two.home.path(&format!("/loan-requests/{again}/approval")), json!({}))
            .problem(404, "not_found");
        assert!(!serves(&two));
        logged(
            &two,
            &two.host,
            &["external.asked", "external.refused", "external.asked", "external.withdrawn"],
        );
        logged(
            &two,
            &two.home,
            &["external.asked", "external.refused", "external.asked", "external.withdrawn"],
        );
    });
}

/// Who asked has to be somebody who still could.
#[test]
fn what_was_given_begins_with_the_rights_of_who_asked_as_they_are_by_then() {
    on_both(|db| {
        let two = Two::new(db);
        let loan = asked(&two);
        let manager = two.host.people[&Builtin::Manager].member;
        two.at_host(Builtin::Admin)
            .put(
                &two.host.path(&format!("/members/{manager}/roles")),
                json!({ "roles": ["advisor"] }),
            )
            .with(200);
        two.at_home(Builtin::Admin)
            .post(&two.home.path(&format!("/loan-requests/{loan}/approval")), json!({}))
            .with(204);
        two.site.settle();
        assert!(!serves(&two));
        let loans = two.at_host(Builtin::Admin).get(&two.host.path("/loans")).with(200).json;
        assert_eq!(loans["items"][0]["state"], "lapsed");
        logged(&two, &two.host, &["external.asked", "external.lapsed"]);
    });
}
