//! What members may do in one channel (B1 to B3, B8).

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::acting;
use crate::testing::Office;
use crate::testing::site::Site;

fn row<'a>(list: &'a Value, member: &kit::MemberId) -> &'a Value {
    let found = list["items"].as_array().unwrap().iter().find(|row| row["id"] == json!(member));
    found.unwrap_or(&Value::Null)
}

/// B3: granted in one of two channels, *Edit* is in that one's tickets only; and what is seen is what can be done.
#[test]
fn what_is_granted_in_a_channel_is_in_its_tickets_only() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (here, there) = (office.channel, office.channel(office.team));
        let operator = office.people[&Builtin::Operator].member;
        let mut hers = acting(&site, &office, Builtin::Operator);
        let tickets = [here, there].map(|channel| {
            let ticket = office.ticket(office.team, Some(operator));
            let moved =
                move |tx: &mut db::Tx<'_>| Ok(tx.exec("UPDATE ticket SET channel_id = $2 WHERE id = $1", db::args![ticket, channel])?);
            office.write(moved).unwrap();
            office.path(&format!("/tickets/{ticket}"))
        });
        let path = office.path(&format!("/channels/{here}/members"));
        let seen = admin.get(&path).with(200).json;
        let stands = json!({ "on": false, "fixed": false, "by_default": false, "until": null });
        assert_eq!(row(&seen, &operator)["permissions"]["contact.edit"], stands);
        assert_eq!(
            hers.get(&tickets[0]).with(200).json["can"]["contact.edit"]["denied"]["reason"],
            "never"
        );

        let grant = json!({ "members": [operator], "permissions": { "contact.edit": true } });
        let done = admin.put(&path, grant.clone()).with(200).json["results"].clone();
        assert_eq!(done, json!([{ "member": operator, "done": true, "changed": true }]));
        let contact = |ticket: &str| format!("{ticket}/contact");
        let version = hers.get(&contact(&tickets[0])).with(200).json["version"].clone();
        let edit = json!({ "version": version, "company": "Agrícola del Valle" });
        assert_eq!(hers.get(&tickets[0]).json["can"]["contact.edit"], json!(true));
        hers.patch(&contact(&tickets[0]), edit.clone()).with(200);
        assert_eq!(hers.get(&tickets[1]).json["can"]["contact.edit"]["denied"]["reason"], "elsewhere");
        hers.patch(&contact(&tickets[1]), edit).problem(403, "denied");
        assert_eq!(
            row(&admin.get(&path).json, &operator)["permissions"]["contact.edit"]["on"],
            json!(true)
        );
        let other = admin.get(&office.path(&format!("/channels/{there}/members"))).with(200).json;
        assert_eq!(row(&other, &operator)["permissions"]["contact.edit"]["on"], json!(false));

        // Again is no change; off again is as if nobody had said anything.
        assert_eq!(admin.put(&path, grant).json["results"][0]["changed"], json!(false));
        let off = json!({ "members": [operator], "permissions": { "contact.edit": false } });
        assert_eq!(admin.put(&path, off).json["results"][0]["changed"], json!(true));
        let left = admin.get(&office.path(&format!("/members/{operator}/switches"))).json["items"].clone();
        assert_eq!(left, json!([]));
        assert_eq!(hers.get(&tickets[0]).json["can"]["contact.edit"]["denied"]["reason"], "never");
    });
}

/// B2, B8: many at once, each decided on its own; what one's roles have by default is withheld, and given back.
#[test]
fn of_several_members_each_is_decided_alone() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let of = |role: Builtin| office.people[&role].member;
        let path = office.path(&format!("/channels/{}/members", office.channel));
        let seen = admin.get(&path).with(200).json;
        assert_eq!(
            row(&seen, &of(Builtin::Advisor))["permissions"]["ticket.transfer"]["on"],
            json!(true)
        );
        assert_eq!(
            row(&seen, &of(Builtin::Supervisor))["permissions"]["ticket.transfer"]["fixed"],
            json!(true)
        );
        assert_eq!(row(&seen, &of(Builtin::OrdersAdmin)), &Value::Null, "sees no ticket of any channel");
        assert_eq!(row(&seen, &of(Builtin::Admin))["may"], json!(false), "nobody about themselves");

        let until = office.db.now().plus(Duration::from_secs(3600));
        let asked = [Builtin::Advisor, Builtin::ViewOnly, Builtin::ConversationAgent].map(of);
        let body = json!({ "members": asked, "permissions": { "ticket.transfer": false, "ticket.hold": false }, "until": until });
        let results = admin.put(&path, body).with(200).json["results"].clone();
        let codes: Vec<(bool, &str)> = results
            .as_array()
            .unwrap()
            .iter()
            .map(|r| (r["done"] == true, r["problem"]["code"].as_str().unwrap_or("")))
            .collect();
        assert_eq!(codes, [(true, ""), (false, "not_optional"), (true, "")]);
        let seen = admin.get(&path).json;
        let stand = &row(&seen, &of(Builtin::Advisor))["permissions"]["ticket.transfer"];
        assert_eq!(stand, &json!({ "on": false, "fixed": false, "by_default": true, "until": until }));
        db.clock().advance(Duration::from_secs(3600));
        let seen = admin.get(&path).json;
        assert_eq!(
            row(&seen, &of(Builtin::Advisor))["permissions"]["ticket.transfer"]["on"],
            json!(true)
        );

        admin
            .put(&path, json!({ "members": [], "permissions": {} }))
            .problem(422, "required");
        admin
            .put(&path, json!({ "members": [of(Builtin::Advisor)], "permissions": {} }))
            .problem(422, "required");
        let gone = office.path(&format!("/channels/{}/members", kit::ChannelId::new(office.db.now())));
        admin.get(&gone).problem(404, "not_found");
    });
}
