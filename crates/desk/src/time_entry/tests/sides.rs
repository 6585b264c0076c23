//! Both sides see the same hours, and a home learns nothing else.

use access::Builtin;
use db::Db;
use db::testing::on_both;
use kit::{MemberId, TeamId};
use serde_json::{Value, json};

use super::{MINUTE, acting, beat, later, year};
use crate::testing::site::Site;
use crate::testing::{Office, Worker};

struct Two {
    host: Office,
    home: Office,
    site: Site,
    lent: Worker,
    there: MemberId,
}

impl Two {
    fn new(db: &Db) -> Self {
        let (host, home) = (Office::new(db), Office::new(db));
        let lent = home.people[&Builtin::Advisor];
        let there = host.host(lent.account);
        Self {
            there,
            lent,
            host,
            home,
            site: Site::new(db),
        }
    }

    fn here(&self, db: &Db) -> Value {
        let path = self.host.path(&year("/external-advisors/time", db));
        acting(&self.site, &self.host, Builtin::Admin).get(&path).with(200).json
    }

    fn away(&self, db: &Db) -> Value {
        let path = self.home.path(&year("/lent/time", db));
        acting(&self.site, &self.home, Builtin::Admin).get(&path).with(200).json
    }

    fn work(&self, db: &Db, team: TeamId, minutes: u32) {
        let ticket = self.host.ticket(team, Some(self.there));
        later(db, minutes * MINUTE);
        beat(&self.host, self.there, ticket, minutes * MINUTE, 0);
    }
}

#[test]
fn the_same_sums_by_person_host_and_team_and_no_ticket() {
    on_both(|db| {
        let two = Two::new(db);
        let far = two.host.team("Refacciones");
        let there = two.there;
        two.host
            .write(move |tx| {
                let joins = "INSERT INTO team_member (org_id, team_id, member_id, is_default, joined_at) \
                    SELECT org_id, $2, member_id, FALSE, joined_at FROM team_member WHERE member_id = $1";
                tx.exec(joins, db::args![there, far])?;
                Ok(tx.exec("UPDATE member SET epoch = epoch + 1 WHERE id = $1", db::args![there])?)
            })
            .unwrap();
        two.work(db, two.host.team, 5);
        two.work(db, far, 3);
        let (here, away) = (two.here(db), two.away(db));
        assert_eq!((&here["seconds"], &away["seconds"]), (&json!(480), &json!(480)));
        let row = &away["rows"][0];
        assert_eq!(row["member"], json!(two.lent.member));
        assert_eq!(row["organisation"]["id"], json!(two.host.org));
        assert_eq!(
            row["teams"],
            json!([{ "name": "Refacciones", "seconds": 180 }, { "name": "Soporte", "seconds": 300 }])
        );
        assert_eq!(here["rows"][0]["member"], json!(two.there));
        assert_eq!(here["rows"][0]["organisation"]["id"], json!(two.home.org));
        assert!(!away.to_string().contains("tkt_"), "{away}");
        // A team that is hidden at the host is no name to the home, and its hours are.
        two.host
            .write(move |tx| Ok(tx.exec("UPDATE team SET hidden = TRUE WHERE id = $1", db::args![far])?))
            .unwrap();
        let away = two.away(db);
        assert_eq!(away["seconds"], json!(480));
        assert_eq!(
            away["rows"][0]["teams"],
            json!([{ "name": null, "seconds": 180 }, { "name": "Soporte", "seconds": 300 }])
        );
        assert_eq!(
            two.here(db)["rows"][0]["teams"][0]["name"],
            json!("Refacciones"),
            "who manages teams knows it"
        );
    });
}

#[test]
fn what_ours_do_at_home_is_in_neither_and_is_their_own() {
    on_both(|db| {
        let two = Two::new(db);
        let ticket = two.home.ticket(two.home.team, None);
        later(db, 5 * MINUTE);
        beat(&two.home, two.lent.member, ticket, 2 * MINUTE, 0);
        assert_eq!(
            (two.here(db)["seconds"].clone(), two.away(db)["seconds"].clone()),
            (json!(0), json!(0))
        );
        two.work(db, two.host.team, 7);
        let mut own = std::collections::BTreeMap::new();
        let account = two.lent.account;
        let all = two
            .home
            .read(move |tx| {
                let day = |days| crate::time_entry::Day(crate::time_entry::Day::at(tx.now(), &jiff::tz::TimeZone::UTC).0 + days);
                let period = crate::time_entry::period::Period { from: day(-2), to: day(2) };
                crate::time_entry::sheet::own(tx, account, period)
            })
            .unwrap();
        for one in all {
            own.insert(one.organisation.id, one.seconds);
        }
        assert_eq!(own, [(two.home.org, 120), (two.host.org, 420)].into());
    });
}

#[test]
fn hours_stay_with_both_after_removal_and_a_new_home_does_not_inherit_them() {
    on_both(|db| {
        let two = Two::new(db);
        two.work(db, two.host.team, 5);
        acting(&two.site, &two.host, Builtin::Admin)
            .send(
                axum::http::Method::DELETE,
                &two.host.path(&format!("/members/{}", two.there)),
                Some(json!({})),
            )
            .with(200);
        two.site.settle();
        assert_eq!(
            (two.here(db)["seconds"].clone(), two.away(db)["seconds"].clone()),
            (json!(300), json!(300))
        );
        // At home somewhere else since.
        let (account, neighbour) = (two.lent.account, two.home.neighbour);
        two.home
            .write(move |tx| Ok(tx.exec("UPDATE account SET home_org = $2 WHERE id = $1", db::args![account, neighbour])?))
            .unwrap();
        assert_eq!(
            (two.here(db)["seconds"].clone(), two.away(db)["seconds"].clone()),
            (json!(300), json!(300))
        );
        let rows = two.here(db)["rows"].clone();
        assert_eq!(rows[0]["organisation"]["id"], json!(two.home.org));
    });
}

#[test]
fn whoever_goes_and_comes_again_is_one_and_is_counted_once() {
    on_both(|db| {
        let two = Two::new(db);
        two.work(db, two.host.team, 5);
        let (account, home) = (two.lent.account, two.home.org);
        // At home, too, they were removed once and are there again: two rows of one account.
        two.home
            .write(move |tx| {
                tx.exec(
                    "UPDATE member SET state = 'removed' WHERE org_id = $1 AND account_id = $2",
                    db::args![home, account],
                )?;
                let role = crate::member::enrol::built_in(tx, home, Builtin::Advisor)?;
                let person = crate::account::store::row(tx, account)?.expect("a person");
                crate::member::enrol::host(tx, home, &person, &[role], &[])
            })
            .unwrap();
        assert_eq!(
            (two.here(db)["seconds"].clone(), two.away(db)["seconds"].clone()),
            (json!(300), json!(300))
        );
    });
}

#[test]
fn a_correction_is_in_both_sums() {
    on_both(|db| {
        let two = Two::new(db);
        two.work(db, two.host.team, 5);
        let ticket = two.host.ticket(two.host.team, None);
        let mut hers = two.site.program(&two.host.token(two.there));
        let body = json!({ "day": super::today(db), "seconds": 1800, "reason": "Lo vi por teléfono" });
        later(db, 60 * MINUTE);
        hers.post(&two.host.path(&format!("/tickets/{ticket}/time/corrections")), body)
            .with(201);
        assert_eq!(
            (two.here(db)["seconds"].clone(), two.away(db)["seconds"].clone()),
            (json!(2100), json!(2100))
        );
        assert!(!two.away(db).to_string().contains("teléfono"));
    });
}

#[test]
fn periods_are_days_that_make_sense() {
    on_both(|db| {
        let two = Two::new(db);
        let mut admin = acting(&two.site, &two.host, Builtin::Admin);
        let mut ask = |query: &str| admin.get(&two.host.path(&format!("/external-advisors/time?{query}")));
        ask("from=2026-11-01&to=2026-10-31").problem(422, "period_reversed");
        ask("from=2026-01-01&to=2027-01-02").problem(422, "period_too_long");
        ask("from=2026-13-01&to=2027-01-02").problem(422, "date_unreadable");
        ask("from=2026-01-01&to=2026-12-31").with(200);
    });
}
