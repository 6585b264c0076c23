//! Many at once.

use std::collections::BTreeMap;

use db::testing::on_both;
use kit::MemberId;

use super::{Desk, arrival};
use crate::member::Presence;
use crate::message::receive;
use crate::team::Mode;
use crate::ticket::{State, store};
use crate::work::readers;

/// Whether nothing is given that should not be, whoever looks in between.
fn sound(desk: &Desk, quotas: &BTreeMap<MemberId, i64>) {
    let (org, quotas) = (desk.office.org, quotas.clone());
    let over = desk.office.read(move |tx| {
        let mut over = Vec::new();
        for (member, quota) in &quotas {
            let open = store::share::open(tx, org, *member)?;
            if open > *quota {
                over.push((*member, open));
            }
        }
        Ok(over)
    });
    assert_eq!(over.unwrap(), Vec::new(), "somebody is above their quota");
}

#[test]
fn nobody_above_quota_no_ticket_to_two_and_none_waits_while_somebody_is_free() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::RoundRobin);
        let quotas: BTreeMap<MemberId, i64> = (0..6).map(|n| (desk.advisor().member, 3 + n % 3)).collect();
        for (member, quota) in &quotas {
            desk.quota(*member, u32::try_from(*quota).ok());
        }
        let places: i64 = quotas.values().sum();
        let members: Vec<MemberId> = quotas.keys().copied().collect();
        // Eight hands bring customers, come and go; three readers hand out at the same time, as three nodes would.
        std::thread::scope(|scope| {
            for hand in 0..8 {
                let (desk, members) = (&desk, &members);
                scope.spawn(move || {
                    for n in 0..6 {
                        desk.pass(1);
                        let customer = arrival(&desk.office, &format!("v{hand}-{n}"));
                        let (cache, org) = (desk.office.cache.clone(), desk.office.org);
                        desk.office.write(move |tx| receive::receive(tx, &cache, org, &customer)).unwrap();
                        let whose = members[(hand + n) % members.len()];
                        let presence = [Presence::Online, Presence::Paused, Presence::Online][n % 3];
                        desk.is(whose, presence);
                    }
                });
            }
            for _ in 0..3 {
                let (desk, quotas) = (&desk, &quotas);
                scope.spawn(move || {
                    for _ in 0..12 {
                        let app = desk.site.app.clone();
                        desk.site.run(async move { readers::step(&app).await }).unwrap();
                        sound(desk, quotas);
                    }
                });
            }
        });
        for member in &members {
            desk.is(*member, Presence::Online);
        }
        desk.settle();
        sound(&desk, &quotas);
        let live = desk.live();
        let (open, waiting): (Vec<_>, Vec<_>) = live.iter().partition(|t| t.state == State::Open);
        assert_eq!(live.len(), 48);
        assert_eq!(
            i64::try_from(open.len()).unwrap(),
            places,
            "every place is taken while {} wait",
            waiting.len()
        );
        // No ticket was given twice: each has one line of its being shared out for each time that it was nobody's.
        let org = desk.office.org;
        let twice = desk.office.read(move |tx| {
            let sql = "SELECT COUNT(*) FROM (SELECT ticket_id FROM activity WHERE org_id = $1 AND kind = 'assigned' GROUP BY ticket_id HAVING COUNT(*) > 1) q";
            Ok(tx.one::<i64>(sql, db::args![org])?)
        });
        assert_eq!(twice.unwrap(), 0);
    });
}
