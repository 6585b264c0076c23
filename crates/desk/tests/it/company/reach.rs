//! Who sees a company, and how much of it.

use std::collections::BTreeSet;

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{Firm, names};
use crate::desk::{hear, sql};

#[test]
fn an_external_advisor_knows_what_it_is_called_and_nothing_else() {
    on_both(|db| {
        let firm = Firm::new(db);
        let rosa = hear(&firm.office, "rosa", "Hola");
        let id = firm.employ(&rosa, "El Mezquite");
        let mut external = firm.browser(Builtin::ExternalAdvisor);
        for path in [
            format!("/contacts/{}", rosa.contact),
            format!("/tickets/{}/contact", rosa.ticket.id),
        ] {
            let seen = external.get(&firm.path(&path)).with(200).json;
            assert_eq!(
                (&seen["company"], &seen["company_id"]),
                (&json!("El Mezquite"), &Value::Null),
                "{path}"
            );
        }
        let never = firm.one(&kit::CompanyId::new(firm.office.db.now()).to_string());
        let (unknown, refused) = (external.get(&never).with(404), external.get(&firm.one(&id)).with(404));
        assert_eq!(unknown.code(), refused.code());
        external.get(&firm.path(&format!("/contacts?company={id}"))).with(404);
        for list in ["/companies", "/companies?q=mezquite"] {
            firm.site.settle();
            assert!(names(&external.get(&firm.path(list)).with(200).json).is_empty(), "{list}");
        }
        external.patch(&firm.one(&id), json!({ "version": 1, "note": "x" })).with(404);
        external.delete(&firm.one(&id)).with(404);
        // A colleague of the same team reads it.
        assert_eq!(
            firm.browser(Builtin::Advisor).get(&firm.one(&id)).with(200).json["name"],
            json!("El Mezquite")
        );
    });
}

#[test]
fn a_guessed_name_tells_nothing_and_what_one_wrote_down_oneself_is_seen_until_others_use_it() {
    on_both(|db| {
        let firm = Firm::new(db);
        let far = hear(&firm.office, "lejos", "Hola");
        let id = firm.employ(&far, "El Mezquite");
        let away = firm.office.team("Refacciones");
        sql(
            &firm.office,
            "UPDATE ticket SET team_id = $1 WHERE id = $2",
            db::args![away, far.ticket.id],
        );
        let near = hear(&firm.office, "cerca", "Hola");
        let advisor = firm.office.people[&Builtin::Advisor].member;
        sql(
            &firm.office,
            "INSERT INTO switch (org_id, id, member_id, permission, scope, is_on, given_by, given_at) VALUES ($1, $2, $3, 'contact.edit', 'org', TRUE, $3, 0)",
            db::args![firm.office.org, kit::SwitchId::new(firm.office.db.now()), advisor],
        );
        sql(
            &firm.office,
            "UPDATE member SET epoch = epoch + 1 WHERE id = $1",
            db::args![advisor],
        );
        let mut mine = firm.browser(Builtin::Advisor);
        mine.get(&firm.one(&id)).with(404);
        let path = firm.path(&format!("/tickets/{}/contact", near.ticket.id));
        let said = mine.patch(&path, json!({ "version": 1, "company": "el mezquite" })).with(200).json;
        assert_eq!(said["company"], json!("el mezquite"), "as it was typed: nothing was found");
        assert_ne!(said["company_id"], json!(id));
        // Nobody works there yet: who wrote it down sees it, others do not.
        let own = mine.post(&firm.path("/companies"), json!({ "name": "Nueva" })).with(201).json;
        let own = own["id"].as_str().unwrap().to_owned();
        mine.get(&firm.one(&own)).with(200);
        firm.browser(Builtin::Operator).get(&firm.one(&own)).with(404);
        let version = firm.contact(&far)["version"].clone();
        let path = firm.path(&format!("/contacts/{}", far.contact));
        firm.admin()
            .patch(&path, json!({ "version": version, "company": "Nueva" }))
            .with(200);
        mine.get(&firm.one(&own)).with(404);
    });
}

/// Every list and count against the contacts and tickets that the same caller sees otherwise, in worlds drawn anew.
#[test]
fn companies_are_exactly_those_of_the_contacts_that_a_caller_reads() {
    on_both(|db| {
        let firm = Firm::new(db);
        let office = &firm.office;
        let teams = [office.team, office.team("Refacciones"), office.team("Taller")];
        let members: Vec<kit::MemberId> = [Builtin::Advisor, Builtin::Operator, Builtin::ConversationAgent]
            .iter()
            .flat_map(|role| teams.map(|team| office.hire(&[*role], &[team]).member))
            .collect();
        let mut drawn = 7u64;
        let mut draw = |below: usize| {
            drawn = drawn
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(drawn >> 33).unwrap() % below
        };
        for n in 0..40 {
            let heard = hear(office, &format!("c{n}"), "Hola");
            firm.employ(&heard, &format!("Empresa {:02}", draw(14)));
            let assignee = (draw(3) > 0).then(|| members[draw(members.len())]);
            let state = if draw(4) == 0 { "closed" } else { "open" };
            sql(
                office,
                "UPDATE ticket SET team_id = $1, assignee_id = $2, state = $3, live = ($3 <> 'closed') WHERE id = $4",
                db::args![teams[draw(3)], assignee, state, heard.ticket.id],
            );
        }
        let all = [Builtin::Supervisor, Builtin::Advisor, Builtin::ViewOnly].map(|role| office.people[&role].member);
        let mut sizes = BTreeSet::new();
        for member in members.into_iter().chain(all) {
            let mut browser = firm.site.program(&office.token(member));
            let mut walk = |list: &str| {
                let (mut items, mut next) = (Vec::new(), String::new());
                loop {
                    let page = browser.get(&office.path(&format!("{list}limit=3{next}"))).with(200).json;
                    items.extend(page["items"].as_array().unwrap().clone());
                    match page["next"].as_str() {
                        Some(cursor) => next = format!("&cursor={cursor}"),
                        None => return items,
                    }
                }
            };
            let contacts = walk("/contacts?");
            let tickets = walk("/tickets?state=open,closed,waiting&");
            let seen: BTreeSet<String> = contacts.iter().map(|c| c["company"].as_str().unwrap().to_owned()).collect();
            let companies = walk("/companies?");
            let listed: Vec<String> = companies.iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect();
            assert_eq!(listed, seen.iter().cloned().collect::<Vec<_>>(), "by name, each once");
            for company in &companies {
                let id = company["id"].as_str().unwrap();
                let theirs: BTreeSet<&str> = contacts
                    .iter()
                    .filter(|c| c["company_id"] == company["id"])
                    .map(|c| c["id"].as_str().unwrap())
                    .collect();
                let there = walk(&format!("/contacts?company={id}&"));
                assert_eq!(there.iter().map(|c| c["id"].as_str().unwrap()).collect::<BTreeSet<_>>(), theirs);
                let of = |ticket: &&Value| theirs.contains(ticket["contact"]["id"].as_str().unwrap());
                let expected: BTreeSet<&str> = tickets.iter().filter(of).map(|t| t["id"].as_str().unwrap()).collect();
                let listed = walk(&format!("/tickets?company={id}&state=open,closed,waiting&"));
                assert_eq!(listed.iter().map(|t| t["id"].as_str().unwrap()).collect::<BTreeSet<_>>(), expected);
                let size = browser_size(&firm, member, id);
                assert_eq!(size, (theirs.len(), expected.len()));
            }
            sizes.insert(companies.len());
        }
        assert!(sizes.len() > 3, "worlds of many sizes: {sizes:?}");
    });
}

fn browser_size(firm: &Firm, member: kit::MemberId, id: &str) -> (usize, usize) {
    let whole = firm.site.program(&firm.office.token(member)).get(&firm.one(id)).with(200).json;
    let count = |what: &str| usize::try_from(whole["size"][what]["count"].as_u64().unwrap()).unwrap();
    (count("contacts"), count("tickets"))
}
