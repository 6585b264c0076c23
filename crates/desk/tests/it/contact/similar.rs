//! Who may be the same person.

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::Two;
use crate::desk::sql;

#[test]
fn the_same_phone_email_document_or_number_elsewhere_is_suggested() {
    on_both(|db| {
        let two = Two::new(db);
        assert_eq!(two.whole(&two.rosa)["similar"], json!([]));
        let mut admin = two.browser(Builtin::Admin);
        let other = admin
            .post(&two.office.path("/contacts"), json!({ "name": "Rosa M.", "phone": "33 1204 4417" }))
            .with(201)
            .json;
        let by = |found: &serde_json::Value| (found["similar"][0]["id"].clone(), found["similar"][0]["by"].clone());
        assert_eq!(by(&two.whole(&two.rosa)), (other["id"].clone(), json!(["phone"])));
        // What is typed in another form is the same.
        let edit = |who, fields: serde_json::Value| {
            let mut body = fields;
            body["version"] = two.whole(who)["version"].clone();
            two.browser(Builtin::Admin).patch(&two.path(who, ""), body).with(200).json
        };
        edit(&two.rosa, json!({ "phone": null, "document": "ABC-901.230" }));
        let third = admin
            .post(&two.office.path("/contacts"), json!({ "name": "R. M.", "document": "abc 901230" }))
            .with(201)
            .json;
        assert_eq!(by(&two.whole(&two.rosa)), (third["id"].clone(), json!(["document"])));
        edit(&two.rosa, json!({ "document": null, "email": "ROSA@elmezquite.mx" }));
        assert_eq!(by(&two.whole(&two.rosa)), (json!(two.again.contact), json!(["email"])));
        // A number that somebody else writes from, on whatever channel.
        edit(&two.rosa, json!({ "email": null, "phone": "+523398765432" }));
        sql(
            &two.office,
            "UPDATE identity SET address = '523398765432' WHERE contact_id = $1",
            db::args![two.again.contact],
        );
        assert_eq!(by(&two.whole(&two.rosa)), (json!(two.again.contact), json!(["address"])));
        assert_eq!(by(&two.whole(&two.again)), (json!(two.rosa.contact), json!(["phone"])));
    });
}

#[test]
fn only_what_one_can_read_is_suggested() {
    on_both(|db| {
        let two = Two::new(db);
        sql(
            &two.office,
            "UPDATE contact SET phone = '+523312044417' WHERE org_id = $1",
            db::args![two.office.org],
        );
        let far = two.office.team("Lejos");
        let seen = |role| {
            two.browser(role).get(&two.path(&two.rosa, "")).with(200).json["similar"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!((seen(Builtin::Advisor), seen(Builtin::Admin)), (1, 1));
        sql(
            &two.office,
            "UPDATE ticket SET team_id = $2 WHERE id = $1",
            db::args![two.again.ticket.id, far],
        );
        assert_eq!((seen(Builtin::Advisor), seen(Builtin::Admin)), (0, 1));
    });
}
