//! Two contacts become one, and are two again.

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::Two;
use crate::desk::{hear, row, sql};

#[test]
fn one_comes_into_the_other_with_all_that_hangs_from_it_and_old_links_lead_on() {
    on_both(|db| {
        let two = Two::new(db);
        let mut admin = two.browser(Builtin::Admin);
        let seen = admin
            .post(&two.path(&two.rosa, "/merges/preview"), json!({ "from": two.again.contact }))
            .with(200)
            .json;
        assert_eq!(
            (&seen["gone"]["tickets"]["count"], &seen["gone"]["messages"]["count"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(seen["gone"]["identities"].as_array().unwrap().len(), 1);
        let merge = two.join(&["email"]);
        assert_eq!((&merge["tickets"]["count"], &merge["identities"]["count"]), (&json!(1), &json!(1)));
        let kept = two.whole(&two.rosa);
        assert_eq!(
            (&kept["phone"], &kept["email"]),
            (&json!("+523312044417"), &json!("rosa@elmezquite.mx"))
        );
        assert_eq!(kept["identities"].as_array().unwrap().len(), 2);
        assert_eq!(row(&two.office, two.again.ticket.id).contact, two.rosa.contact);
        // An old link leads to the kept one; the list has it once.
        assert_eq!(two.whole(&two.again)["id"], kept["id"]);
        let list = admin.get(&two.office.path("/contacts")).with(200).json;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        // What they write goes on in the ticket of their address: none is joined, each address has its own (R8).
        let said = hear(&two.office, "otra", "Sigo aquí");
        assert_eq!((said.ticket.id, said.contact), (two.again.ticket.id, two.rosa.contact));
        assert!(row(&two.office, two.rosa.ticket.id).live() && row(&two.office, two.again.ticket.id).live());
        // The search knows one.
        two.office.index();
        let found = admin.get(&two.office.path("/search?q=otra")).with(200).json;
        assert!(
            found["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|hit| hit["contact"]["id"] != json!(two.again.contact))
        );
        // It is in the history and in the log, with its one id.
        let edits = admin.get(&two.path(&two.rosa, "/edits")).with(200).json;
        let told: Vec<_> = edits["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|edit| edit["merge"] == merge["id"])
            .collect();
        assert_eq!((told.len(), &told[0]["changes"][0]["field"]), (1, &json!("email")));
        let log = admin.get(&two.office.path("/audit?action=contact.merged")).with(200).json;
        let entry = &log["items"][0];
        assert_eq!((&entry["body"]["merge"], &entry["subject_name"]), (&merge["id"], &kept["name"]));
        // Not twice.
        let again = json!({ "from": two.again.contact, "version": kept["version"], "from_version": kept["version"] });
        admin
            .post(&two.path(&two.rosa, "/merges"), again)
            .problem(422, "contact_merge_same");
    });
}

#[test]
fn undone_it_all_goes_back_and_what_came_since_stays() {
    on_both(|db| {
        let two = Two::new(db);
        let before = (two.whole(&two.rosa), two.whole(&two.again));
        let merge = two.join(&["name", "email"]);
        let mut admin = two.browser(Builtin::Admin);
        // Since then: a field that the merge took is changed again, another is added, and both customers write from anew.
        let version = two.whole(&two.rosa)["version"].clone();
        let edit = json!({ "version": version, "name": "Rosa Elena Mendoza", "company": "El Mezquite" });
        admin.patch(&two.path(&two.rosa, ""), edit).with(200);
        let closed = "UPDATE ticket SET state = 'closed', live = FALSE, closed_at = 0 WHERE contact_id = $1";
        sql(&two.office, closed, db::args![two.rosa.contact]);
        let (rosa, again) = (hear(&two.office, "rosa", "Otro asunto"), hear(&two.office, "otra", "Otro asunto"));
        let kept = two.undo(&merge);
        assert_eq!(
            (&kept["name"], &kept["company"], &kept["email"]),
            (&json!("Rosa Elena Mendoza"), &json!("El Mezquite"), &before.0["email"])
        );
        let gone = two.whole(&two.again);
        assert_eq!(
            (&gone["id"], &gone["name"], &gone["email"]),
            (&json!(two.again.contact), &before.1["name"], &before.1["email"])
        );
        assert_eq!(
            (
                kept["identities"].as_array().unwrap().len(),
                gone["identities"].as_array().unwrap().len()
            ),
            (1, 1)
        );
        // A ticket is of the contact whose address it has, those that came since among them.
        for (ticket, contact) in [
            (two.rosa.ticket.id, two.rosa.contact),
            (rosa.ticket.id, two.rosa.contact),
            (two.again.ticket.id, two.again.contact),
            (again.ticket.id, two.again.contact),
        ] {
            assert_eq!(row(&two.office, ticket).contact, contact);
        }
        // Once.
        let path = two.path(&two.rosa, &format!("/merges/{}", merge["id"].as_str().unwrap()));
        admin.delete(&path).problem(409, "state_conflict");
        assert_eq!(
            admin.get(&two.path(&two.rosa, "/merges")).with(200).json["items"][0]["undoable"],
            false
        );
        // And they can be merged again.
        two.join(&[]);
    });
}

#[test]
fn of_three_the_second_merge_is_taken_back_before_the_first() {
    on_both(|db| {
        let two = Two::new(db);
        let third = hear(&two.office, "tercera", "Hola");
        let first = two.join(&[]);
        let mut admin = two.browser(Builtin::Admin);
        let (whole, kept) = (two.whole(&third), two.whole(&two.rosa));
        let asked = json!({ "from": two.rosa.contact, "version": whole["version"], "from_version": kept["version"] });
        let second = admin.post(&two.path(&third, "/merges"), asked).with(201).json;
        // One step, however many went into one another.
        assert_eq!(two.whole(&two.again)["id"], json!(third.contact));
        let of = |merge: &serde_json::Value| merge["id"].as_str().unwrap().to_owned();
        admin.delete(&two.path(&two.rosa, &format!("/merges/{}", of(&first)))).with(404);
        admin.delete(&two.path(&third, &format!("/merges/{}", of(&second)))).with(200);
        assert_eq!(two.whole(&two.again)["id"], json!(two.rosa.contact));
        two.undo(&first);
        for who in [&two.rosa, &two.again, &third] {
            let whole = two.whole(who);
            assert_eq!(
                (&whole["id"], whole["identities"].as_array().unwrap().len()),
                (&json!(who.contact), 1)
            );
        }
    });
}

#[test]
fn tickets_that_were_merged_since_keep_the_two_together() {
    on_both(|db| {
        let two = Two::new(db);
        let merge = two.join(&[]);
        let mut admin = two.browser(Builtin::Admin);
        let path = two.office.path(&format!("/tickets/{}/merge", two.again.ticket.id));
        admin.post(&path, json!({ "into": two.rosa.ticket.id })).with(200);
        let path = two.path(&two.rosa, &format!("/merges/{}", merge["id"].as_str().unwrap()));
        admin.delete(&path).problem(409, "contact_merge_entangled");
        assert_eq!(row(&two.office, two.again.ticket.id).contact, two.rosa.contact, "nothing was moved");
    });
}

#[test]
fn who_looked_at_what_is_no_more_is_told_so() {
    on_both(|db| {
        let two = Two::new(db);
        let stale = two.asked(&["email"]);
        let version = two.whole(&two.again)["version"].clone();
        let mut admin = two.browser(Builtin::Admin);
        admin
            .patch(&two.path(&two.again, ""), json!({ "version": version, "email": "otra@ejemplo.mx" }))
            .with(200);
        admin
            .post(&two.path(&two.rosa, "/merges"), stale)
            .problem(409, "contact_merge_changed");
        let odd = json!({ "from": two.again.contact, "version": 1, "from_version": 2, "take": ["version"] });
        admin.post(&two.path(&two.rosa, "/merges"), odd).problem(422, "choice_unknown");
    });
}

#[test]
fn an_external_member_never_merges_whatever_switch_is_set() {
    on_both(|db| {
        let two = Two::new(db);
        let asked = two.asked(&[]);
        let external = two.office.people[&Builtin::ExternalAdvisor].member;
        let put = "INSERT INTO switch (org_id, id, member_id, permission, scope, is_on, given_by, given_at) VALUES ($1, $2, $3, 'contact.merge', 'org', TRUE, $3, 0)";
        for member in [external, two.office.people[&Builtin::Supervisor].member] {
            sql(&two.office, put, db::args![two.office.org, kit::SwitchId::new(db.now()), member]);
            sql(&two.office, "UPDATE member SET epoch = epoch + 1 WHERE id = $1", db::args![member]);
        }
        let path = two.path(&two.rosa, "/merges");
        two.browser(Builtin::ExternalAdvisor).post(&path, asked.clone()).with(404);
        // The same switch does give it to one of the house.
        two.browser(Builtin::Supervisor).post(&path, asked).with(201);
    });
}
