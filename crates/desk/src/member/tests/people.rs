use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::Site;

fn names(list: &Value) -> Vec<String> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["email"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_list_is_searched_filtered_and_paged() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let other = office.team("Refacciones");
        for (first, last, email) in [("Íñigo", "Núñez", "inigo@ejemplo.mx"), ("Inés", "Robledo", "ines@ejemplo.mx")] {
            let new = json!({ "first_name": first, "last_name": last, "email": email, "roles": ["operator"], "teams": [other], "phone": "33 1204 4417" });
            admin.post(&office.path("/members"), new).with(201);
            db.clock().advance(std::time::Duration::from_secs(1));
        }
        let mut list = |query: &str| names(&admin.get(&office.path(&format!("/members?{query}"))).with(200).json);
        assert_eq!(list("q=inigo"), ["inigo@ejemplo.mx"], "accents are folded");
        assert_eq!(list("q=nun%20in"), ["inigo@ejemplo.mx"], "every word begins one of the name's");
        assert_eq!(list("q=ines@ejemplo"), ["ines@ejemplo.mx"]);
        assert_eq!(list("q=%2B5233"), ["ines@ejemplo.mx", "inigo@ejemplo.mx"]);
        assert_eq!(
            list("q=%25"),
            Vec::<String>::new().into_iter().chain(list("")).collect::<Vec<_>>(),
            "what is no word asks for nothing"
        );
        assert_eq!(list("state=invited"), ["ines@ejemplo.mx", "inigo@ejemplo.mx"]);
        assert_eq!(list(&format!("team={other}&role=operator")).len(), 2);
        assert_eq!(list("role=admin").len(), 1);
        assert_eq!(list(&format!("role={}", office.role(Builtin::Admin))).len(), 1);
        assert_eq!(list(&format!("team={}", kit::TeamId::new(db.now()))), Vec::<String>::new());

        let all = list("limit=200");
        let (mut pages, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = admin.get(&office.path(&format!("/members?limit=5{cursor}"))).with(200).json;
            pages.extend(names(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(pages, all);
        assert_eq!(all.len(), Builtin::ALL.len() + 2);
        admin.get(&office.path("/members?cursor=nonsense")).problem(422, "cursor_invalid");
    });
}

#[test]
fn an_edit_changes_what_is_said_and_nothing_else() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (mut admin, path) = (acting(&site, &office, Builtin::Admin), of(&office, Builtin::Operator, ""));
        let before = admin.get(&path).with(200).json;
        let mut back = before.clone();
        back["state"] = json!("suspended");
        back["email"] = json!("otro@ejemplo.mx");
        back["roles"] = json!([{ "id": office.role(Builtin::Admin) }]);
        back["teams"] = json!([]);
        back["external"] = json!(true);
        assert_eq!(admin.patch(&path, back).with(200).json, before);
        let after = admin
            .patch(
                &path,
                json!({ "first_name": " Ana\u{202e} ", "phone": "33 1204 4417", "signature": "Ana\nTaller" }),
            )
            .with(200)
            .json;
        assert_eq!(
            (&after["first_name"], &after["phone"], &after["signature"]),
            (&json!("Ana"), &json!("+523312044417"), &json!("Ana\nTaller"))
        );
        admin.patch(&path, json!({ "first_name": "" })).problem(422, "required");
        admin.patch(&path, json!({ "phone": "12" })).problem(422, "phone_invalid");
    });
}

#[test]
fn members_without_user_view_know_colleagues_by_name_and_where_they_share_a_team() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut operator = acting(&site, &office, Builtin::Operator);
        operator.get(&office.path("/members")).problem(404, "not_found");
        operator.get(&of(&office, Builtin::Admin, "")).problem(404, "not_found");
        let apart = office.hire(&[Builtin::Operator], &[office.team("Refacciones")]);
        let colleague = |list: &Value, id: kit::MemberId| list["items"].as_array().unwrap().iter().find(|c| c["id"] == json!(id)).cloned();
        let seen = operator.get(&office.path("/colleagues")).with(200).json;
        let admin = colleague(&seen, office.people[&Builtin::Admin].member).unwrap();
        assert_eq!(
            admin.get("email").or(admin.get("phone")).or(admin.get("roles")),
            None,
            "names and presence only"
        );
        assert_eq!(colleague(&seen, apart.member), None);
        let seen = acting(&site, &office, Builtin::Supervisor)
            .get(&office.path("/colleagues"))
            .with(200)
            .json;
        assert!(colleague(&seen, apart.member).is_some());
        let external = colleague(&seen, office.people[&Builtin::ExternalAdvisor].member).unwrap();
        assert_eq!(
            (&external["external"], &external["organisation"]),
            (&json!(true), &json!("Maquinaria del Bajío"))
        );

        // Who could get a ticket of this team and channel.
        let path = office.path(&format!("/colleagues?team={}&channel={}", office.team, office.channel));
        let seen = acting(&site, &office, Builtin::Supervisor).get(&path).with(200).json;
        let eligible = |role: Builtin| colleague(&seen, office.people[&role].member).unwrap()["eligible"].clone();
        assert_eq!(
            [
                eligible(Builtin::Advisor),
                eligible(Builtin::Operator),
                eligible(Builtin::ViewOnly),
                eligible(Builtin::OrdersAdmin)
            ],
            [true, true, false, false].map(Value::from)
        );
    });
}

#[test]
fn presence_is_mine_and_invisible_looks_offline_to_others() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut operator = acting(&site, &office, Builtin::Operator);
        let seen_by = |role: Builtin| {
            let list = acting(&site, &office, role).get(&office.path("/colleagues")).json;
            let mine = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|c| c["id"] == json!(office.people[&Builtin::Operator].member))
                .cloned();
            mine.unwrap()["presence"].as_str().unwrap().to_owned()
        };
        assert_eq!(seen_by(Builtin::Admin), "offline");
        operator
            .put(&office.path("/me/presence"), json!({ "presence": "online" }))
            .with(204);
        assert_eq!(seen_by(Builtin::Admin), "online");
        operator
            .put(&office.path("/me/presence"), json!({ "presence": "invisible" }))
            .with(204);
        assert_eq!(
            (seen_by(Builtin::Admin), seen_by(Builtin::Operator)),
            ("offline".into(), "invisible".into())
        );
        operator
            .put(&office.path("/me/presence"), json!({ "presence": "away" }))
            .problem(422, "value_invalid");
        let mine = operator.patch(&office.path("/me"), json!({ "signature": "Julián" })).with(200).json;
        assert_eq!((&mine["signature"], &mine["presence"]), (&json!("Julián"), &json!("invisible")));
        operator
            .patch(&office.path("/me"), json!({ "photo": kit::FileId::new(db.now()) }))
            .problem(422, "photo_unknown");
    });
}
