//! Contacts on both engines: kept edits, conflicts, reverts, and who may.

use std::collections::BTreeMap;

use access::Builtin;
use db::testing::on_both;
use kit::{ContactId, Error};

use super::edit::{Asked, whole};
use super::model::Profile;
use super::store::Of;
use super::{create::create, find::find, history::history, list::list, revert::revert};
use crate::testing::Office;
use crate::who::Who;

fn rosa() -> Profile {
    Profile {
        name: "Rosa Elena Mendoza".into(),
        phone: Some("33 1204 4417".into()),
        ..Profile::default()
    }
}

fn asked(version: i64, fields: &[(&str, Option<&str>)]) -> Asked {
    let fields: BTreeMap<_, _> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned)))
        .collect();
    Asked {
        version,
        fields,
        company: None,
    }
}

fn made(office: &Office, who: &Who) -> ContactId {
    let who = who.clone();
    office.write(move |tx| create(tx, &who, &rosa())).unwrap()
}

#[test]
fn every_edit_is_kept_and_one_can_be_taken_back() {
    on_both(|db| {
        let office = Office::new(db);
        let who = office.who(Builtin::Supervisor);
        let id = made(&office, &who);
        let outcome = office.write(move |tx| {
            whole(tx, &who, id, &asked(1, &[("email", Some("rosa@elmezquite.mx")), ("phone", None)]))?;
            let after = whole(tx, &who, id, &asked(2, &[("name", Some("Rosa Mendoza"))]))?;
            assert_eq!((after.version, after.profile.phone.clone()), (3, None));
            let edits = history(tx, &who, id)?;
            assert_eq!(edits.iter().map(|e| e.version).collect::<Vec<_>>(), [3, 2]);
            assert_eq!(edits[1].changes.len(), 2);
            let back = revert(tx, &who, id, edits[1].id, 3)?;
            assert_eq!(back.profile.phone.as_deref(), Some("+523312044417"));
            assert_eq!((back.profile.email, back.profile.name.as_str()), (None, "Rosa Mendoza"));
            assert_eq!(history(tx, &who, id)?[0].reverts, Some(edits[1].id));
            Ok(())
        });
        outcome.unwrap();
    });
}

#[test]
fn the_second_to_save_is_shown_what_changed_and_nothing_is_overwritten() {
    on_both(|db| {
        let office = Office::new(db);
        let who = office.who(Builtin::Supervisor);
        let id = made(&office, &who);
        let outcome = office.write(move |tx| -> kit::Result<Error> {
            whole(tx, &who, id, &asked(1, &[("company", Some("El Mezquite"))]))?;
            let refused = whole(tx, &who, id, &asked(1, &[("company", Some("Otra"))])).unwrap_err();
            assert_eq!(find(tx, &who, id)?.profile.company.as_deref(), Some("El Mezquite"));
            Ok(refused)
        });
        let refused = outcome.unwrap();
        let detail = refused.detail.unwrap();
        assert_eq!(
            (refused.code, &detail["version"], &detail["changed"][0]["after"]),
            ("version_conflict", &2.into(), &"El Mezquite".into())
        );
    });
}

#[test]
fn an_edit_that_changes_nothing_is_no_edit_and_unknown_fields_change_nothing() {
    on_both(|db| {
        let office = Office::new(db);
        let who = office.who(Builtin::Supervisor);
        let id = made(&office, &who);
        let same = office.write(move |tx| {
            whole(
                tx,
                &who,
                id,
                &asked(1, &[("name", Some(" Rosa  Elena Mendoza ")), ("id", Some("x")), ("org_id", None)]),
            )
        });
        assert_eq!(same.unwrap().version, 1);
    });
}

#[test]
fn who_has_no_ticket_of_it_does_not_know_it() {
    on_both(|db| {
        let office = Office::new(db);
        let id = made(&office, &office.who(Builtin::Supervisor));
        for role in [Builtin::Operator, Builtin::Advisor, Builtin::ExternalAdvisor] {
            let who = office.who(role);
            let found = office.read(move |tx| find(tx, &who, id).map(|_| ()));
            assert_eq!(found.unwrap_err().kind, kit::Kind::Unknown, "{role:?}");
            let who = office.who(role);
            assert!(
                office
                    .read(move |tx| list(tx, &who, "", Of::default(), None, 50))
                    .unwrap()
                    .items
                    .is_empty(),
                "{role:?}"
            );
        }
        let viewer = office.who(Builtin::ViewOnly);
        let refused = office
            .write(move |tx| whole(tx, &viewer, id, &asked(1, &[("name", Some("X"))])).map(|_| ()))
            .unwrap_err();
        assert_eq!(refused.kind, kit::Kind::Denied);
        let admin = office.who(Builtin::Admin);
        office.index();
        for (words, most) in [("elena", 1), ("ÉLENA", 1), ("ele", 1), ("otra", 0), ("+", 0)] {
            let who = admin.clone();
            let found = office.read(move |tx| list(tx, &who, words, Of::default(), None, 50)).unwrap();
            assert_eq!(found.items.len(), most, "{words}");
        }
    });
}
