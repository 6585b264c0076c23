use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::{Desk, kinds};
use crate::mail::double::Double;
use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn those_who_could_grant_it_are_told_and_who_asked_is_told_the_answer() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        let told = desk.notices(Builtin::Admin);
        assert_eq!(kinds(&told), ["permission_asked"]);
        let request = &told[0]["request"];
        assert_eq!(
            (&request["id"], &request["permission"], &request["scope"]["in"], &request["place"]),
            (&json!(one), &json!("contact.edit"), &json!("channel"), &json!("Sitio web"))
        );
        for role in [Builtin::Manager, Builtin::Coordinator, Builtin::Advisor] {
            assert!(desk.notices(role).is_empty(), "{role:?}");
        }
        let other = desk.office.hire(&[Builtin::Admin], &[desk.office.team]).member;
        let until = db.now().plus(Duration::from_secs(3600));
        desk.site
            .program(&desk.office.token(other))
            .post(&desk.path(&format!("/{one}/grant")), json!({ "until": until }))
            .with(204);
        desk.site.settle();
        assert!(desk.notices(Builtin::Admin).is_empty(), "there is nothing to decide any more");
        let answer = desk.notices(Builtin::Advisor);
        assert_eq!(kinds(&answer), ["permission_granted"]);
        assert_eq!(
            (&answer[0]["request"]["until"], &answer[0]["actor"]["id"]),
            (&json!(until), &json!(other))
        );
        // The administrators' panels were told that their list is another.
        let (org, sql) = (
            desk.office.org,
            "SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'notification.read'",
        );
        let read: i64 = desk.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).unwrap();
        assert_eq!(read, 1);
    });
}

#[test]
fn a_refusal_says_why_and_what_is_taken_back_is_gone() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        desk.at(Builtin::Advisor).delete(&desk.path(&format!("/{one}"))).with(204);
        desk.site.settle();
        assert!(desk.notices(Builtin::Admin).is_empty() && desk.notices(Builtin::Advisor).is_empty());
        let other = desk.asked();
        desk.at(Builtin::Admin)
            .post(&desk.path(&format!("/{other}/refusal")), json!({ "reason": "Por ahora no" }))
            .with(204);
        desk.site.settle();
        let answer = desk.notices(Builtin::Advisor);
        assert_eq!(
            (kinds(&answer), &answer[0]["request"]["reason"]),
            (vec!["permission_refused"], &json!("Por ahora no"))
        );
    });
}

/// Lost in between, there is nothing to grant: neither listed nor counted.
#[test]
fn a_line_is_there_while_its_reader_could_grant_it() {
    on_both(|db| {
        let desk = Desk::new(db);
        desk.asked();
        let mut admin = desk.at(Builtin::Admin);
        let asker = desk.office.people[&Builtin::Advisor].member;
        let suspension = desk.office.path(&format!("/members/{asker}/suspension"));
        admin.post(&suspension, json!({})).with(200);
        assert!(desk.notices(Builtin::Admin).is_empty());
        assert_eq!(admin.get(&desk.path("")).with(200).json["items"], json!([]));
        admin.delete(&suspension).with(200);
        assert_eq!(kinds(&desk.notices(Builtin::Admin)), ["permission_asked"]);
    });
}

#[test]
fn a_letter_follows_both_ways_and_does_not_say_which_permission() {
    on_both(|db| {
        let double = Double::beside();
        let desk = Desk {
            office: Office::new(db),
            site: Site::with(db, |config| config.smtp = double.smtp()),
        };
        let pass = || {
            desk.site.settle();
            db.clock().advance(Duration::from_secs(660));
            desk.site.settle();
        };
        let letters = || -> Vec<String> {
            let all = desk.site.run(double.received()).into_iter();
            all.map(|mail| mail.data.replace("=\r\n", "").replace("=3D", "=")).collect()
        };
        let one = desk.asked();
        pass();
        let sent = letters();
        assert_eq!(sent.len(), 1, "to the administrator");
        let list = format!("http://desk.test/o/{}/manage/members?view=requests", desk.office.org);
        assert!(sent[0].contains(&list) && !sent[0].contains("contact.edit"), "{}", sent[0]);
        desk.at(Builtin::Admin)
            .post(&desk.path(&format!("/{one}/grant")), json!({}))
            .with(204);
        pass();
        let sent = letters();
        assert_eq!(sent.len(), 2);
        assert!(sent[1].contains(&format!("http://desk.test/o/{}", desk.office.org)), "{}", sent[1]);
    });
}
