//! The dispenser, pressed by many at once (R5).

use std::collections::BTreeSet;

use access::Builtin;
use db::testing::on_both;
use desk::testing::Office;
use desk::ticket::{next, transfer, transfer::To};
use kit::TicketId;

use crate::desk::{code, hear, pass, row, sql};

#[test]
fn sixty_four_at_once_never_get_the_same_one() {
    on_both(|db| {
        let office = Office::new(db);
        let advisors: Vec<_> = (0..8)
            .map(|_| office.of(office.hire(&[Builtin::Advisor], &[office.team]).member))
            .collect();
        for n in 0..40 {
            hear(&office, &format!("v{n}"), "Hola");
            pass(&office, 1);
        }
        let taken: Vec<Result<TicketId, &'static str>> = std::thread::scope(|scope| {
            let press = |n: usize| {
                let (who, office) = (advisors[n % advisors.len()].clone(), &office);
                scope.spawn(move || office.write(move |tx| next::next(tx, &who)).map(|t| t.id).map_err(|e| e.code))
            };
            let presses: Vec<_> = (0..64).map(press).collect();
            presses.into_iter().map(|press| press.join().unwrap()).collect()
        });
        let got: Vec<TicketId> = taken.iter().filter_map(|t| t.as_ref().ok()).copied().collect();
        assert_eq!(got.len(), 40);
        assert_eq!(got.iter().collect::<BTreeSet<_>>().len(), 40, "somebody got what another had got");
        assert_eq!(taken.iter().filter(|t| **t == Err("nothing_waiting")).count(), 24);
        assert!(got.iter().all(|id| row(&office, *id).assignee.is_some()));
    });
}

#[test]
fn it_gives_the_longest_waiting_of_those_that_one_may_take() {
    on_both(|db| {
        let office = Office::new(db);
        let rosa = office.who(Builtin::Advisor);
        let other = office.team("Refacciones");
        let (first, second, third) = (
            hear(&office, "v1", "uno").ticket.id,
            hear(&office, "v2", "dos").ticket.id,
            hear(&office, "v3", "tres").ticket.id,
        );
        pass(&office, 10);
        // The first leaves her teams, the second was opened first but its customer has waited for less.
        let (cache, chief) = (office.cache.clone(), office.who(Builtin::Supervisor));
        let away = To {
            team: Some(other),
            ..To::default()
        };
        office
            .write(move |tx| transfer::transfer(tx, &cache, &chief, first, &away))
            .unwrap();
        let later = office.db.now();
        sql(
            &office,
            "UPDATE ticket SET waiting_since = $2 WHERE id = $1",
            db::args![second, later],
        );

        let waiting = |who: &desk::who::Who| {
            let who = who.clone();
            office.read(move |tx| next::waiting(tx, &who)).unwrap()
        };
        let press = || {
            let who = rosa.clone();
            office.write(move |tx| next::next(tx, &who))
        };
        assert_eq!(waiting(&rosa), 2);
        assert_eq!(press().unwrap().id, third);
        assert_eq!(press().unwrap().id, second);
        assert_eq!(code(press()), "nothing_waiting");
        assert_eq!(waiting(&rosa), 0);
        // Who does not have the dispenser has no queue, even over the whole organisation.
        let chief = office.who(Builtin::Supervisor);
        assert_eq!(waiting(&chief), 0);
        assert_eq!(code(office.write(move |tx| next::next(tx, &chief))), "denied");
    });
}
