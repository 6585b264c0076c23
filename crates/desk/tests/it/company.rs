//! Companies, as those who use the API meet them.

mod reach;

use access::Builtin;
use db::testing::on_both;
use desk::message::receive::Received;
use desk::testing::Office;
use desk::testing::site::{Browser, Site};
use kit::Email;
use serde_json::{Value, json};

use crate::desk::{accept, arrival, hear};

struct Firm {
    office: Office,
    site: Site,
}

impl Firm {
    fn new(db: &db::Db) -> Self {
        Self {
            office: Office::new(db),
            site: Site::new(db),
        }
    }

    fn browser(&self, role: Builtin) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&role].member))
    }

    fn admin(&self) -> Browser<'_> {
        self.browser(Builtin::Admin)
    }

    fn path(&self, rest: &str) -> String {
        self.office.path(rest)
    }

    fn contact(&self, of: &Received) -> Value {
        self.admin().get(&self.path(&format!("/contacts/{}", of.contact))).with(200).json
    }

    /// The administrator says for whom somebody works: which company that is.
    fn employ(&self, of: &Received, name: &str) -> String {
        let path = self.path(&format!("/contacts/{}", of.contact));
        let version = self.contact(of)["version"].clone();
        let said = self
            .admin()
            .patch(&path, json!({ "version": version, "company": name }))
            .with(200)
            .json;
        said["company_id"].as_str().expect("a company").to_owned()
    }

    fn one(&self, id: &str) -> String {
        self.path(&format!("/companies/{id}"))
    }

    fn write_down(&self, profile: Value) -> String {
        let made = self.admin().post(&self.path("/companies"), profile).with(201).json;
        made["id"].as_str().expect("a company").to_owned()
    }

    fn came(&self, address: &str, email: &str) -> Received {
        let with = desk::message::receive::Arrival {
            email: Some(Email::parse(email, "email").unwrap()),
            ..arrival(self.office.channel, address, "Hola")
        };
        accept(&self.office, with).unwrap()
    }
}

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("a page").iter();
    items.map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_name_in_a_contact_means_the_company_of_that_name_and_its_page_shows_who_works_there() {
    on_both(|db| {
        let firm = Firm::new(db);
        let (rosa, luis) = (hear(&firm.office, "rosa", "Hola"), hear(&firm.office, "luis", "Hola"));
        let id = firm.employ(&rosa, "El Mezquite");
        assert_eq!(firm.employ(&luis, " el  mezquite"), id, "however it is typed");
        let seen = firm.contact(&luis);
        assert_eq!((&seen["company"], &seen["position"]), (&json!("El Mezquite"), &Value::Null));
        let mut admin = firm.admin();
        let path = firm.path(&format!("/contacts/{}", luis.contact));
        let after = admin
            .patch(&path, json!({ "version": seen["version"], "position": "Compras" }))
            .with(200)
            .json;
        assert_eq!((&after["company"], &after["position"]), (&json!("El Mezquite"), &json!("Compras")));
        let whole = admin.get(&firm.one(&id)).with(200).json;
        assert_eq!(
            whole["size"],
            json!({ "contacts": { "count": 2, "more": false }, "tickets": { "count": 2, "more": false } })
        );
        assert_eq!(whole["can"]["contact.edit"], json!(true));
        let there = admin.get(&firm.path(&format!("/contacts?company={id}"))).with(200).json;
        assert_eq!(names(&there).len(), 2);
        let tickets = admin.get(&firm.path(&format!("/tickets?company={id}"))).with(200).json;
        assert_eq!(tickets["items"].as_array().unwrap().len(), 2);
        // Somebody who works elsewhere is not among them.
        let other = firm.employ(&luis, "Otra");
        assert_ne!(other, id);
        assert_eq!(
            names(&admin.get(&firm.path(&format!("/contacts?company={id}"))).with(200).json),
            ["Cliente rosa"]
        );
        assert_eq!(names(&admin.get(&firm.path("/companies")).with(200).json), ["El Mezquite", "Otra"]);
    });
}

#[test]
fn an_edit_is_kept_can_be_taken_back_and_never_overwrites_what_was_not_seen() {
    on_both(|db| {
        let firm = Firm::new(db);
        let id = firm.write_down(json!({ "name": "El Mezquite", "phone": "33 1204 4417" }));
        let (path, mut admin) = (firm.one(&id), firm.admin());
        let first = admin
            .patch(&path, json!({ "version": 1, "document": "MEZ 010203 AB1", "name": "Mezquite SA" }))
            .with(200)
            .json;
        assert_eq!((&first["version"], &first["phone"]), (&json!(2), &json!("+523312044417")));
        let refused = admin
            .patch(&path, json!({ "version": 1, "note": "Paga tarde" }))
            .problem(409, "version_conflict")
            .json;
        assert_eq!(
            (&refused["detail"]["version"], &refused["detail"]["changed"][0]["field"]),
            (&json!(2), &json!("name"))
        );
        assert_eq!(admin.get(&path).with(200).json["note"], Value::Null);
        let edits = admin.get(&format!("{path}/edits")).with(200).json;
        let edit = edits["items"][0]["id"].as_str().unwrap().to_owned();
        let back = admin
            .post(&format!("{path}/edits/{edit}/revert"), json!({ "version": 2 }))
            .with(200)
            .json;
        assert_eq!(
            (&back["name"], &back["document"], &back["version"]),
            (&json!("El Mezquite"), &Value::Null, &json!(3))
        );
        let edits = admin.get(&format!("{path}/edits")).with(200).json;
        assert_eq!(
            (&edits["items"][0]["reverts"], &edits["items"][1]["reverted"]),
            (&json!(edit), &json!(true))
        );
        // What changes nothing is no edit, and what is no field changes nothing.
        let same = admin
            .patch(&path, json!({ "version": 3, "name": " El  Mezquite ", "id": "x" }))
            .with(200)
            .json;
        assert_eq!(same["version"], json!(3));
    });
}

#[test]
fn a_contacts_edit_that_is_taken_back_leads_to_the_same_company_whatever_it_is_called_now() {
    on_both(|db| {
        let firm = Firm::new(db);
        let rosa = hear(&firm.office, "rosa", "Hola");
        let id = firm.employ(&rosa, "El Mezquite");
        firm.employ(&rosa, "Otra");
        let mut admin = firm.admin();
        admin
            .patch(&firm.one(&id), json!({ "version": 1, "name": "Mezquite SA" }))
            .with(200);
        let path = firm.path(&format!("/contacts/{}", rosa.contact));
        let edits = admin.get(&format!("{path}/edits")).with(200).json;
        let edit = edits["items"][0]["id"].as_str().unwrap().to_owned();
        let back = admin
            .post(&format!("{path}/edits/{edit}/revert"), json!({ "version": 3 }))
            .with(200)
            .json;
        assert_eq!((&back["company"], &back["company_id"]), (&json!("Mezquite SA"), &json!(id)));
        assert_eq!(names(&admin.get(&firm.path("/companies")).with(200).json), ["Mezquite SA", "Otra"]);
    });
}

#[test]
fn a_merge_keeps_the_company_that_was_chosen_and_its_undoing_gives_each_their_own() {
    on_both(|db| {
        let firm = Firm::new(db);
        let (rosa, again) = (hear(&firm.office, "rosa", "Hola"), hear(&firm.office, "otra", "Hola"));
        let (first, second) = (firm.employ(&rosa, "El Mezquite"), firm.employ(&again, "Otra"));
        let path = firm.path(&format!("/contacts/{}/merges", rosa.contact));
        let asked = json!({ "from": again.contact, "version": 2, "from_version": 2, "take": ["company"] });
        let merge = firm.admin().post(&path, asked).with(201).json;
        assert_eq!(firm.contact(&rosa)["company_id"], json!(second));
        firm.admin().delete(&format!("{path}/{}", merge["id"].as_str().unwrap())).with(200);
        assert_eq!(firm.contact(&rosa)["company_id"], json!(first));
        assert_eq!(firm.contact(&again)["company_id"], json!(second));
    });
}

#[test]
fn who_comes_with_an_address_of_its_domain_works_there() {
    on_both(|db| {
        let firm = Firm::new(db);
        let before = firm.came("antes", "antes@elmezquite.mx");
        let id = firm.write_down(json!({ "name": "El Mezquite", "domains": "@ElMezquite.mx, mezquite.com" }));
        let mut admin = firm.admin();
        for (domains, code) in [
            ("gmail.com", "domain_public"),
            ("mezquite", "domain_invalid"),
            ("mezquite.com", "domain_taken"),
        ] {
            let refused = admin.post(&firm.path("/companies"), json!({ "name": "Otra", "domains": domains }));
            refused.problem(422, code);
        }
        let came = firm.came("rosa", "Rosa@MEZQUITE.com");
        assert_eq!(
            (&firm.contact(&came)["company"], &firm.contact(&came)["company_id"]),
            (&json!("El Mezquite"), &json!(id))
        );
        assert_eq!(firm.contact(&firm.came("luis", "luis@gmail.com"))["company"], Value::Null);
        // Who was there before is not moved: it is suggested.
        let seen = firm.contact(&before);
        assert_eq!(
            (&seen["company"], &seen["company_suggested"]),
            (&Value::Null, &json!("El Mezquite"))
        );
        let made = admin
            .post(&firm.path("/contacts"), json!({ "name": "Ana", "email": "ana@elmezquite.mx" }))
            .with(201)
            .json;
        assert_eq!((&made["company_id"], &made["company_suggested"]), (&json!(id), &Value::Null));
        // Domains are set by those who could change any contact: they move what others see.
        let mut advisor = firm.browser(Builtin::Advisor);
        let refused = advisor.post(&firm.path("/companies"), json!({ "name": "Otra", "domains": "otra.mx" }));
        refused.problem(422, "domains_denied");
        advisor.post(&firm.path("/companies"), json!({ "name": "Otra" })).with(201);
    });
}

#[test]
fn one_that_is_taken_away_leaves_its_contacts() {
    on_both(|db| {
        let firm = Firm::new(db);
        let rosa = hear(&firm.office, "rosa", "Hola");
        let id = firm.employ(&rosa, "El Mezquite");
        let (path, mut admin) = (firm.one(&id), firm.admin());
        admin.patch(&path, json!({ "version": 1, "domains": "elmezquite.mx" })).with(200);
        firm.browser(Builtin::Coordinator).delete(&path).with(403);
        admin.delete(&path).with(204);
        admin.get(&path).with(404);
        assert!(names(&admin.get(&firm.path("/companies")).with(200).json).is_empty());
        let seen = firm.contact(&rosa);
        assert_eq!(
            (&seen["company"], &seen["company_id"], &seen["version"]),
            (&Value::Null, &Value::Null, &json!(2))
        );
        // Its domain is free, and its name is a new company's.
        firm.write_down(json!({ "name": "Otra", "domains": "elmezquite.mx" }));
        assert_ne!(firm.employ(&rosa, "El Mezquite"), id);
        let log = admin.get(&firm.path("/audit?action=company.removed")).with(200).json;
        assert_eq!(log["items"][0]["subject_name"], json!("El Mezquite"));
    });
}

#[test]
fn contacts_are_found_by_the_name_of_their_company_also_after_it_changed() {
    on_both(|db| {
        let firm = Firm::new(db);
        let rosa = hear(&firm.office, "rosa", "Hola");
        let id = firm.employ(&rosa, "El Mezquite");
        let mut admin = firm.admin();
        let mut found = |what: &str, words: &str| {
            firm.site.settle();
            names(&admin.get(&firm.path(&format!("/{what}?q={words}"))).with(200).json)
        };
        assert_eq!(found("contacts", "mezqui"), ["Cliente rosa"]);
        assert_eq!(found("companies", "mezqui"), ["El Mezquite"]);
        firm.admin()
            .patch(
                &firm.one(&id),
                json!({ "version": 1, "name": "Huizache", "document": "HUI-010203" }),
            )
            .with(200);
        assert!(found("contacts", "mezqui").is_empty());
        assert_eq!(found("contacts", "rosa+huizache"), ["Cliente rosa"]);
        assert_eq!(
            (found("companies", "huizache"), found("companies", "010203")),
            (vec!["Huizache".to_owned()], vec!["Huizache".to_owned()])
        );
        firm.admin().delete(&firm.one(&id)).with(204);
        assert!(found("contacts", "huizache").is_empty() && found("companies", "huizache").is_empty());
    });
}
