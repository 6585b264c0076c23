//! A frozen account and its way back.

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::reset::{links, mailed};
use crate::testing::Office;

#[test]
fn only_a_link_that_the_owner_asked_for_and_the_whole_number_end_the_freeze() {
    on_both(|db| {
        let (someone, double) = mailed(db);
        let (site, account) = (&someone.site, someone.account);
        let host = Office::new(db);
        host.host(account);
        someone
            .office
            .write(move |tx| Ok(tx.exec("UPDATE account SET phone = '+525512345678' WHERE id = $1", db::args![account])?))
            .unwrap();
        let member = someone
            .office
            .read(move |tx| {
                Ok(tx.one::<kit::MemberId>(
                    "SELECT m.id FROM member m JOIN account a ON a.home_org = m.org_id AND a.id = m.account_id WHERE a.id = $1",
                    db::args![account],
                )?)
            })
            .unwrap();
        let mut panel = site.browser();
        panel.post("/api/v1/session", someone.ask()).with(201);
        let hosts =
            |panel: &mut crate::testing::site::Browser<'_>| panel.get("/api/v1/me").with(200).json["memberships"].as_array().unwrap().len();
        assert_eq!(hosts(&mut panel), 2);

        // An administrator of the home resets: the host is gone, and the number is hidden and fixed.
        let mut admin = site.program(&someone.office.token(someone.office.people[&Builtin::Admin].member));
        admin.post(&someone.office.path(&format!("/members/{member}/password-reset")), json!({}));
        let theirs = links(site, &double, "/reset").pop().unwrap();
        assert_eq!(hosts(&mut panel), 1);
        let own = panel.get("/api/v1/me").json["account"].clone();
        assert_eq!((&own["frozen"], &own["phone"]), (&json!(true), &json!(null)));
        panel
            .patch("/api/v1/me", json!({ "phone": "+525511111111" }))
            .problem(409, "account_frozen");

        // The administrator's link sets a password, and ends nothing, whatever number comes with it.
        let mut browser = site.browser();
        assert_eq!(
            browser.get(&format!("/api/v1/password-reset?token={theirs}")).json["phone_wanted"],
            false
        );
        let choice = |token: &str, phone: Option<&str>| json!({ "token": token, "password": "otoño y barbecho", "phone": phone });
        let confirm = "/api/v1/password-reset/confirmation";
        browser.post(confirm, choice(&theirs, Some("+52 55 1234 5678"))).with(200);
        assert_eq!(hosts(&mut browser), 1);

        // The owner's own link without the number neither; with a wrong one it is refused and still serves.
        let asked = |browser: &mut crate::testing::site::Browser<'_>| {
            browser.post("/api/v1/password-reset", json!({ "email": someone.email })).with(202);
            links(site, &double, "/reset").pop().unwrap()
        };
        let mut browser = site.browser();
        let link = asked(&mut browser);
        browser.post(confirm, choice(&link, None)).with(200);
        assert_eq!(hosts(&mut browser), 1);
        let mut browser = site.browser();
        let link = asked(&mut browser);
        assert_eq!(
            browser.get(&format!("/api/v1/password-reset?token={link}")).json["phone_wanted"],
            true
        );
        browser
            .post(confirm, choice(&link, Some("+525587654321")))
            .problem(422, "phone_wrong");
        browser.post(confirm, choice(&link, Some("5678"))).problem(422, "phone_wrong");
        browser.post(confirm, choice(&link, Some("55 1234 5678"))).with(200);
        assert_eq!(hosts(&mut browser), 2);
        assert_eq!(browser.get("/api/v1/me").json["account"]["phone"], "+525512345678");
        let log = admin.get(&someone.office.path("/audit?action=account.thawed")).with(200).json;
        assert_eq!(log["items"].as_array().unwrap().len(), 1);
    });
}
