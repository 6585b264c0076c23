//! SIGKILL under load, again and again.

use std::time::{Duration, Instant};

use db::Dialect;
use rig::books;
use rig::chance::Chance;
use rig::crowd::{Crowd, Manners};

use crate::Stage;

/// How often, for each engine. `RELEVO_KILLS=500` for the thousand by hand.
const KILLS: u32 = 20;

#[test]
fn a_killed_server_keeps_what_it_acknowledged_on_sqlite() {
    killed(Dialect::Sqlite);
}

#[test]
fn a_killed_server_keeps_what_it_acknowledged_on_postgres() {
    killed(Dialect::Postgres);
}

fn killed(dialect: Dialect) {
    let kills = std::env::var("RELEVO_KILLS").map_or(KILLS, |n| n.parse().expect("RELEVO_KILLS is a number"));
    let seed = Chance::seed();
    let mut chance = Chance::new(seed);
    println!("{dialect:?}, {kills} kills, seed {seed}");
    let stage = Stage::new(dialect);
    let (mut server, desk) = stage.open();
    let manners = Manners {
        breaks: true,
        refusals: &[],
    };
    let crowd = Crowd::start(&desk, 16, seed, manners).unwrap();
    let (mut most, mut before) = (Duration::ZERO, 0);
    for _ in 0..kills {
        // Somewhere in the middle of things: never before something has been acknowledged since the start.
        crowd.progress(1 + chance.below(40), Duration::from_secs(60)).unwrap();
        std::thread::sleep(Duration::from_micros(chance.below(20_000)));
        server.kill().unwrap();
        assert!(crowd.acknowledged() > before);
        before = crowd.acknowledged();
        let began = Instant::now();
        server = stage.site.start().unwrap();
        most = most.max(began.elapsed());
    }
    crowd.progress(50, Duration::from_secs(60)).unwrap();
    let heard = crowd.finish().unwrap();
    let balance = books::balance(stage.database.clone(), &desk.org, &heard.said).unwrap();
    println!("{balance:?}, {} attempts broke off, the slowest start took {most:?}", heard.broken);
    assert!(balance.retried > 0, "somebody had to ask again");
    assert!(heard.broken >= u64::from(kills), "each kill hit somebody");
    assert_eq!(stage.site.doctor().unwrap(), Vec::<String>::new());
    drop(server);
}
