use db::testing::on_both;
use serde_json::json;

use super::Someone;

#[test]
fn what_i_say_about_myself_changes_and_nothing_else_does() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/session", someone.ask()).with(201);
        let before = browser.get("/api/v1/me").with(200).json["account"].clone();
        // SECURITY 3: the whole answer sent back, with guesses, changes nothing.
        let mut back = before.clone();
        back["two_factor"] = json!(true);
        back["email"] = json!("otra@ejemplo.mx");
        back["home_org"] = json!(null);
        back["frozen"] = json!(true);
        back.as_object_mut().unwrap().remove("phone");
        let after = browser.patch("/api/v1/me", back).with(200).json;
        assert_eq!(after, before);

        let change = json!({ "first_name": " Rosa ", "phone": "33 1204 4417", "locale": "en", "preferences": { "theme": "dark", "order": ["contact"] } });
        let after = browser.patch("/api/v1/me", change).with(200).json;
        assert_eq!(
            (&after["first_name"], &after["phone"], &after["locale"]),
            (&json!("Rosa"), &json!("+523312044417"), &json!("en"))
        );
        let after = browser
            .patch("/api/v1/me", json!({ "phone": null, "preferences": { "order": null } }))
            .with(200)
            .json;
        assert_eq!(
            (&after["phone"], &after["preferences"]),
            (&json!(null), &json!({ "theme": "dark" }))
        );
        browser
            .patch("/api/v1/me", json!({ "time_zone": "Mars" }))
            .problem(422, "time_zone_unknown");
        browser
            .patch("/api/v1/me", json!({ "preferences": { "x": "y".repeat(20_000) } }))
            .problem(422, "too_long");

        // The memberships get the name, too.
        someone.site.settle();
        let me = browser.get("/api/v1/me").with(200).json;
        assert_eq!(me["memberships"][0]["member"]["first_name"], "Rosa");
    });
}

#[test]
fn tokens_and_others_are_nobody_here() {
    on_both(|db| {
        let someone = Someone::new(db);
        let token = someone.office.token(someone.office.people[&access::Builtin::Admin].member);
        let mut program = someone.site.program(&token);
        program.get(&someone.office.path("")).with(200);
        program.get("/api/v1/me").problem(401, "sign_in_required");
        program
            .post("/api/v1/me/password", json!({ "current": "x", "password": "y" }))
            .problem(401, "sign_in_required");
    });
}

#[test]
fn a_membership_that_rests_is_not_among_mine() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/session", someone.ask()).with(201);
        let me = browser.get("/api/v1/me").json;
        assert_eq!((me["memberships"].as_array().unwrap().len(), &me["suspended"]), (1, &json!([])));
        let account = someone.account;
        someone
            .office
            .write(move |tx| Ok(tx.exec("UPDATE member SET state = 'suspended' WHERE account_id = $1", db::args![account])?))
            .unwrap();
        let me = browser.get("/api/v1/me").json;
        assert_eq!(me["memberships"], json!([]));
        assert_eq!(
            me["suspended"][0]["id"],
            json!(someone.office.org),
            "it says where one was shut out"
        );
        // Without any home a person is external everywhere, and nowhere alive.
        let sql = "UPDATE account SET home_org = NULL WHERE id = $1";
        someone.office.write(move |tx| Ok(tx.exec(sql, db::args![account])?)).unwrap();
        someone
            .office
            .write(move |tx| Ok(tx.exec("UPDATE member SET state = 'active' WHERE account_id = $1", db::args![account])?))
            .unwrap();
        assert_eq!(browser.get("/api/v1/me").json["memberships"], json!([]));
    });
}
