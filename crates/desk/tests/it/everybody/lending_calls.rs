//! Calls about lending people: as the organisation that borrows, as the one that lends, and as who is lent.

use access::Builtin;
use desk::external::{Loan, LoanState, Terms, store};
use desk::member::enrol::Person;
use desk::testing::{Office, Worker};
use kit::{Email, LoanId, Locale, OrgId};
use serde_json::{Value, json};

use super::call::Call;
use super::world::{Caller, World};
use crate::desk::sql;

pub fn call(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let bare = Call::default;
    Some(match operation {
        "external.look_up" => bare().body(json!({ "phone": "+523312049999", "email": "nadie@ejemplo.mx" })),
        "external.invite" => bare().body(wanted(world)),
        "external.until" => {
            let lent = world.office.host(person(world, &world.other).0.account);
            let until = world.office.db.now().plus(std::time::Duration::from_secs(3600));
            Call::ids([("member", lent.to_string())]).body(json!({ "until": until }))
        }
        "loan.list" | "loan.requests" | "lent.list" | "lending.get" => bare(),
        "time_entry.here" | "time_entry.away" | "me.time" => bare().query("?from=2026-11-01&to=2026-11-30".into()),
        "time_entry.here_file" | "time_entry.away_file" => bare().query("?from=2026-11-01&to=2026-11-30&format=csv".into()),
        "lending.put" => bare().body(json!({ "rule": "anyone" })),
        "loan.withdraw" => {
            let rule = |text| sql(&world.other, text, db::args![world.other.org]);
            rule("INSERT INTO lending (org_id, rule) VALUES ($1, 'approval')");
            let made = world.make("/external-advisors", wanted(world))["id"].clone();
            rule("DELETE FROM lending WHERE org_id = $1");
            Call::ids([("loan", made.as_str()?.to_owned())])
        }
        "loan.give" | "loan.refuse" => Call::ids([("loan", asked(world).to_string())]),
        "lent.recall" => {
            let lent = person(world, &world.office).0;
            world.other.host(lent.account);
            Call::ids([("member", lent.member.to_string()), ("host", world.other.org.to_string())])
        }
        "me.leave" => {
            let host = if caller == Caller::Stranger { &world.office } else { &world.other };
            if let Some(account) = world.account(caller) {
                host.host(account);
            }
            Call::ids([("host", host.org.to_string())])
        }
        _ => return None,
    })
}

/// Somebody at home in an office, with a phone that nobody else has, and their address.
fn person(world: &World, home: &Office) -> (Worker, String, String) {
    let n = world.next();
    let (email, phone) = (format!("prestada{n}@ejemplo.mx"), format!("+52331204{:04}", 5000 + n % 5000));
    let person = Person {
        first_name: "Carla".into(),
        last_name: "Ríos".into(),
        email: Email::parse(&email, "email").expect("an address"),
        phone: Some(phone.clone()),
        locale: Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: None,
    };
    (home.hire_person(&person, &[Builtin::Advisor], &[home.team]), phone, email)
}

fn wanted(world: &World) -> Value {
    let (_, phone, email) = person(world, &world.other);
    json!({ "phone": phone, "email": email, "teams": [world.office.team] })
}

/// The other organisation asks for somebody of this one.
fn asked(world: &World) -> LoanId {
    loan(world, &world.office)
}

/// The other organisation asks for somebody of an office's.
pub fn loan(world: &World, of: &Office) -> LoanId {
    let (lent, other): (Worker, &Office) = (person(world, of).0, &world.other);
    let (host, home, by): (OrgId, OrgId, _) = (other.org, of.org, other.people[&Builtin::Admin].member);
    let (team, now) = (other.team, world.office.db.now());
    let loan = Loan {
        host,
        id: LoanId::new(now),
        account: lent.account,
        home,
        state: LoanState::Asked,
        terms: Terms {
            roles: vec![Builtin::ExternalAdvisor.into()],
            teams: vec![team],
            until: None,
        },
        member: None,
        asked_by: by,
        asked_at: now,
        decided_by: None,
        decided_at: None,
    };
    let id = loan.id;
    other.write(move |tx| store::insert(tx, &loan)).expect("a loan");
    id
}
