//! PostgreSQL goes away under load and comes back: politely, and by a crash from which it has to recover.

use std::time::Duration;

use db::Dialect;
use rig::books;
use rig::chance::Chance;
use rig::crowd::{Crowd, Manners};
use rig::http::Client;

use crate::Stage;

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_database_that_goes_away_is_said_so_and_found_again() {
    let stage = Stage::new(Dialect::Postgres);
    let cluster = stage.cluster.as_ref().unwrap();
    let (mut server, desk) = stage.open();
    let manners = Manners {
        breaks: false,
        refusals: &["unavailable"],
    };
    let crowd = Crowd::start(&desk, 12, Chance::seed(), manners).unwrap();
    for mode in ["immediate", "fast", "immediate"] {
        crowd.progress(60, LONG).unwrap();
        cluster.down(mode).unwrap();
        let refused = crowd.refused();
        crowd.until("nobody is told", LONG, |crowd| crowd.refused() > refused + 12).unwrap();
        let mut client = Client::new(desk.address);
        let ready = client.get("/readyz", &[]).unwrap();
        assert_eq!((ready.status, ready.header("retry-after")), (503, Some("2")));
        assert_eq!(client.get("/healthz", &[]).unwrap().status, 200);
        cluster.up().unwrap();
        crowd.progress(60, LONG).unwrap();
        assert_eq!(client.get("/readyz", &[]).unwrap().status, 200);
    }
    let heard = crowd.finish().unwrap();
    assert!(!server.ended().unwrap());
    let balance = books::balance(stage.database.clone(), &desk.org, &heard.said).unwrap();
    println!("{balance:?}, {} refused", heard.refused);
    assert!(balance.retried > 0);
    assert_eq!(stage.site.doctor().unwrap(), Vec::<String>::new());
}
