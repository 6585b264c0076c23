//! The organisation's own settings, on both engines.

use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn settings_change_one_by_one_by_who_manages_them() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        let before = admin.get(&office.path("")).with(200).json;
        assert_eq!(
            (&before["settings"]["undo_seconds"], &before["settings"]["idle_close_minutes"]),
            (&json!(5), &json!(null))
        );
        let change =
            json!({ "settings": { "undo_seconds": 10, "idle_close_minutes": 60, "unheard_of": true }, "id": "org_x", "created_at": 0 });
        let after = admin.patch(&office.path(""), change).with(200).json;
        let mut expected = before.clone();
        expected["settings"]["undo_seconds"] = json!(10);
        expected["settings"]["idle_close_minutes"] = json!(60);
        assert_eq!(after, expected);
        let after = admin
            .patch(
                &office.path(""),
                json!({ "settings": { "idle_close_minutes": null }, "time_zone": "America/Bogota", "country": "co" }),
            )
            .with(200)
            .json;
        assert_eq!(
            (
                &after["settings"]["idle_close_minutes"],
                &after["settings"]["undo_seconds"],
                &after["country"]
            ),
            (&json!(null), &json!(10), &json!("CO"))
        );
        let refused = admin
            .patch(&office.path(""), json!({ "settings": { "undo_seconds": 31 } }))
            .problem(422, "too_large");
        assert_eq!(
            (&refused.json["field"], &refused.json["params"]["max"]),
            (&json!("settings.undo_seconds"), &json!("30"))
        );
        assert_eq!(admin.get(&office.path("")).json, after);
        for role in Builtin::ALL.iter().filter(|r| **r != Builtin::Admin) {
            let mut other = site.program(&office.token(office.people[role].member));
            other.get(&office.path("")).with(200);
            other.patch(&office.path(""), json!({ "name": "x" })).with(404);
        }
    });
}
