//! Words on both engines, and the lists beside them: names taken, archives, who is refused.

use access::{Builtin, Perm, Place};
use db::testing::on_both;

use super::create::{Draft, create};
use super::{Label, Origin, archive::archive, edit::edit, store};
use crate::testing::Office;

fn draft(name: &str) -> Draft {
    Draft {
        name: name.into(),
        colour: Some("teal".into()),
    }
}

#[test]
fn a_name_is_taken_while_it_is_in_use_accents_and_case_folded() {
    on_both(|db| {
        let office = Office::new(db);
        let admin = office.who(Builtin::Admin);
        let outcome = office.write(move |tx| {
            let first = create::<Label>(tx, &admin, &draft("Sembradora"))?;
            let again = tx.attempt(|tx| create::<Label>(tx, &admin, &draft("SEMBRADÓRA"))).unwrap_err();
            assert_eq!((again.code, again.field.as_deref()), ("name_taken", Some("name")));
            // Another noun has its own names.
            create::<Origin>(tx, &admin, &draft("Sembradora"))?;
            archive::<Label>(tx, &admin, first)?;
            assert!(store::one::<Label>(tx, admin.org(), first).is_err());
            create::<Label>(tx, &admin, &draft("Sembradora"))
        });
        assert!(outcome.is_ok());
    });
}

#[test]
fn a_change_is_one_event_and_one_audit_entry() {
    on_both(|db| {
        let office = Office::new(db);
        let admin = office.who(Builtin::Admin);
        let org = office.org;
        let id = office
            .write({
                let admin = admin.clone();
                move |tx| create::<Label>(tx, &admin, &draft("Tolva"))
            })
            .unwrap();
        let before = db.read_blocking(move |tx| db::event::head(tx, org)).unwrap();
        let changed = office
            .write(move |tx| edit::<Label>(tx, &admin, id, &draft("Tolva y cabezal")))
            .unwrap();
        assert_eq!(changed.name, "Tolva y cabezal");
        assert_eq!(db.read_blocking(move |tx| db::event::head(tx, org)).unwrap(), before + 1);
    });
}

#[test]
fn only_those_who_hold_it_manage_labels() {
    on_both(|db| {
        let office = Office::new(db);
        for (role, may) in [
            (Builtin::Supervisor, true),
            (Builtin::Coordinator, true),
            (Builtin::Operator, false),
            (Builtin::ExternalAdvisor, false),
        ] {
            assert_eq!(office.who(role).can(Perm::LabelManage, &Place::Desk), may, "{role:?}");
            assert!(office.who(role).can(Perm::LabelRead, &Place::Desk), "{role:?} reads labels");
        }
    });
}
