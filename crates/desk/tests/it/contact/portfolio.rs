//! Client portfolios (R9).

use access::Builtin;
use db::testing::on_both;
use kit::ContactId;
use serde_json::{Value, json};

use super::Two;
use crate::desk::{hear, sql};

fn ids(page: &Value) -> Vec<ContactId> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect()
}

#[test]
fn one_adds_a_contact_its_tickets_come_to_one_and_others_are_told_whose_it_is() {
    on_both(|db| {
        let two = Two::new(db);
        let advisor = two.office.people[&Builtin::Advisor].member;
        let path = two.path(&two.rosa, "/portfolio");
        let mut mine = two.browser(Builtin::Advisor);
        let added = mine.put(&path, json!({})).with(200).json;
        assert_eq!(
            (&added["owner"]["member"]["id"], &added["owner"]["mine"]),
            (&json!(advisor), &json!(true))
        );
        mine.put(&path, json!({})).with(200);
        // Somebody else is told, by the contact and by the refusal.
        let mut other = two.browser(Builtin::Supervisor);
        let seen = other.get(&two.path(&two.rosa, "")).with(200).json;
        assert_eq!(
            (&seen["owner"]["member"]["id"], &seen["owner"]["removable"]),
            (&json!(advisor), &json!(false))
        );
        let refused = other.put(&path, json!({})).problem(409, "portfolio_taken");
        assert_eq!(refused.json["detail"]["owner"]["id"], json!(advisor));
        // Later tickets go straight there; another's do not.
        sql(
            &two.office,
            "UPDATE ticket SET state = 'closed', live = FALSE, closed_at = 0 WHERE org_id = $1",
            db::args![two.office.org],
        );
        assert_eq!(hear(&two.office, "rosa", "Otra vez").ticket.assignee, Some(advisor));
        assert_eq!(hear(&two.office, "otra", "Otra vez").ticket.assignee, None);
        // Nor while whose it is may not work; it stays theirs.
        sql(
            &two.office,
            "UPDATE ticket SET state = 'closed', live = FALSE, closed_at = 0 WHERE org_id = $1",
            db::args![two.office.org],
        );
        sql(
            &two.office,
            "UPDATE member SET state = 'suspended', epoch = epoch + 1 WHERE id = $1",
            db::args![advisor],
        );
        assert_eq!(hear(&two.office, "rosa", "Y otra").ticket.assignee, None);
        assert_eq!(two.whole(&two.rosa)["owner"]["member"]["id"], json!(advisor));
    });
}

#[test]
fn only_the_owner_and_administrators_take_it_out() {
    on_both(|db| {
        let two = Two::new(db);
        let path = two.path(&two.rosa, "/portfolio");
        for role in [Builtin::Advisor, Builtin::Admin] {
            two.browser(Builtin::Advisor).put(&path, json!({})).with(200);
            two.browser(Builtin::Supervisor).delete(&path).with(403);
            assert!(!two.whole(&two.rosa)["owner"].is_null());
            two.browser(role).delete(&path).with(204);
            assert!(two.whole(&two.rosa)["owner"].is_null(), "{role:?}");
            // Nothing is there to be taken out.
            two.browser(role).delete(&path).with(204);
        }
        let log = two
            .browser(Builtin::Admin)
            .get(&two.office.path("/audit?action=portfolio.removed"))
            .with(200)
            .json;
        assert_eq!(log["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn one_s_portfolio_is_a_list_with_search_and_another_s_is_for_who_sees_all() {
    on_both(|db| {
        let two = Two::new(db);
        two.office.index();
        let mut mine = two.browser(Builtin::Advisor);
        mine.put(&two.path(&two.rosa, "/portfolio"), json!({})).with(200);
        let advisor = two.office.people[&Builtin::Advisor].member;
        let list = |words: &str| two.office.path(&format!("/contacts?portfolio={advisor}{words}"));
        assert_eq!(ids(&mine.get(&list("")).with(200).json), [two.rosa.contact]);
        assert_eq!(ids(&mine.get(&list("&q=cliente")).with(200).json), [two.rosa.contact]);
        assert!(ids(&mine.get(&list("&q=nadie")).with(200).json).is_empty());
        assert_eq!(
            ids(&two.browser(Builtin::Supervisor).get(&list("")).with(200).json),
            [two.rosa.contact]
        );
        two.browser(Builtin::ConversationAgent).get(&list("")).with(403);
        // The contact of one's portfolio is read without a ticket, and no more once it is out of it.
        sql(&two.office, "DELETE FROM activity WHERE org_id = $1", db::args![two.office.org]);
        let far = two.office.team("Lejos");
        sql(
            &two.office,
            "UPDATE ticket SET team_id = $2 WHERE org_id = $1",
            db::args![two.office.org, far],
        );
        mine.get(&two.path(&two.rosa, "")).with(200);
        mine.get(&two.path(&two.again, "")).with(404);
        mine.delete(&two.path(&two.rosa, "/portfolio")).with(204);
        mine.get(&two.path(&two.rosa, "")).with(404);
    });
}

#[test]
fn a_portfolio_goes_with_a_merge_and_comes_back_unless_the_kept_one_has_an_owner() {
    on_both(|db| {
        let two = Two::new(db);
        let owner = |who| two.whole(who)["owner"]["member"]["id"].clone();
        let advisor = json!(two.office.people[&Builtin::Advisor].member);
        two.browser(Builtin::Advisor)
            .put(&two.path(&two.again, "/portfolio"), json!({}))
            .with(200);
        let merge = two.join(&[]);
        assert_eq!(owner(&two.rosa), advisor);
        two.undo(&merge);
        assert_eq!((owner(&two.rosa), owner(&two.again)), (json!(null), advisor.clone()));
        let admin = json!(two.office.people[&Builtin::Admin].member);
        two.browser(Builtin::Admin)
            .put(&two.path(&two.rosa, "/portfolio"), json!({}))
            .with(200);
        let merge = two.join(&[]);
        assert_eq!(owner(&two.rosa), admin);
        two.undo(&merge);
        assert_eq!((owner(&two.rosa), owner(&two.again)), (admin, advisor));
    });
}
