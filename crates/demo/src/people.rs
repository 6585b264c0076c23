//! People beyond their own organisation's founding: rights, loans, tokens, and who comes late or leaves early.

use access::{Builtin, Perm, RoleKey, Scope, Switch};
use desk::App;
use desk::member::{self, Presence, invitation::send, presence, profile, served, suspend, switches};
use desk::token;
use desk::who::secret::{self, Purpose};
use desk::who::{Session, Via};
use kit::{Error, OriginId, Result, SessionId};

use crate::chance::Chance;
use crate::data;
use crate::found::by_admin;
use crate::world::{Org, Staff};

/// Grants, and the origins that somebody serves.
pub async fn rights(app: &App, org: &Org) -> Result<()> {
    for person in &org.spec.person {
        let Some(staff) = org.staff.iter().find(|s| s.first == person.first && s.last == person.last) else {
            continue;
        };
        let member = staff.member;
        for grant in &person.grants {
            let place = grant
                .channel
                .as_ref()
                .and_then(|name| org.channels.iter().find(|c| c.spec.name == *name));
            let switch = Switch {
                perm: Perm::from_name(&grant.permission).ok_or_else(|| Error::internal("a grant of nothing"))?,
                scope: place.map_or(Scope::Org, |channel| Scope::Channel(channel.id)),
                on: true,
                until: None,
            };
            by_admin(app, org, move |tx, who| switches::put(tx, who, member, switch)).await?;
        }
        let origins: Vec<OriginId> = person.origins.iter().filter_map(|o| org.words.origins.get(o).copied()).collect();
        if !origins.is_empty() {
            by_admin(app, org, move |tx, who| served::origins(tx, who, member, &origins)).await?;
        }
    }
    Ok(())
}

/// Lends people to other organisations, as external advisors.
pub async fn lend(app: &App, orgs: &mut [Org]) -> Result<()> {
    for loan in &data::organisations().loan {
        let named = |s: &&Staff| format!("{} {}", s.first, s.last) == loan.person && !s.external;
        let lent = orgs.iter().flat_map(|o| &o.staff).find(named).cloned();
        let host = orgs.iter_mut().find(|o| o.spec.key == loan.to);
        let (Some(lent), Some(host)) = (lent, host) else {
            return Err(Error::internal("a loan of nobody or to nowhere"));
        };
        let teams: Vec<usize> = loan.teams.iter().map(|key| host.team(key)).collect();
        let (org, account) = (host.id, lent.account);
        let ids: Vec<_> = teams.iter().map(|t| host.teams[*t].id).collect();
        let member = app
            .db
            .write(org, move |tx| {
                let role = member::enrol::built_in(tx, org, Builtin::ExternalAdvisor)?;
                let account = desk::account::store::row(tx, account)?.ok_or_else(Error::unknown)?;
                member::enrol::host(tx, org, &account, &[role], &ids)
            })
            .await?;
        host.staff.push(Staff {
            member,
            roles: vec![Builtin::ExternalAdvisor],
            teams,
            external: true,
            takes: true,
            ..lent
        });
    }
    Ok(())
}

/// A token for every membership, as its member would make it.
pub async fn tokens(app: &App, orgs: &mut [Org]) -> Result<()> {
    for org in orgs {
        for staff in &mut org.staff {
            let shown = secret::new(Purpose::Token)?;
            let (hash, id, member, account) = (secret::sha256(shown.as_bytes()), org.id, staff.member, staff.account);
            let (callers, now) = (app.callers.clone(), app.clock.now());
            let via = Via::Session(Session {
                id: SessionId::new(now),
                account,
                seen_at: now,
            });
            let new = token::create::New {
                name: "Demo".into(),
                permissions: None,
                expires_at: None,
            };
            app.db
                .write(id, move |tx| {
                    let who = callers.of_member(tx, id, member)?;
                    token::create::create(tx, &who, &via, &new, &hash)
                })
                .await?;
            staff.token = shown;
        }
    }
    Ok(())
}

/// The person is invited, and has not answered yet.
pub async fn invite(app: &App, org: &Org, person: &'static data::Person) -> Result<()> {
    let key = |role: &String| Builtin::from_name(role).map(RoleKey::Builtin);
    let new = member::create::New {
        first_name: person.first.clone(),
        last_name: person.last.clone(),
        email: format!("{}@{}", plain(&format!("{}.{}", person.first, person.last)), org.spec.domain),
        phone: None,
        locale: None,
        roles: person.roles.iter().filter_map(key).collect(),
        teams: person.teams.iter().map(|team| org.teams[org.team(team)].id).collect(),
        origins: Vec::new(),
    };
    let hash = secret::sha256(secret::new(Purpose::Invitation)?.as_bytes());
    by_admin(app, org, move |tx, who| {
        let member = member::create::create(tx, who, &new)?;
        send::send(tx, who, member, hash, send::Way::Copy)
    })
    .await?;
    Ok(())
}

/// The person is shut out for a while.
pub async fn suspend(app: &App, org: &Org, person: &data::Person) -> Result<()> {
    let named = |s: &&Staff| s.first == person.first && s.last == person.last;
    let member = org.staff.iter().find(named).ok_or_else(Error::unknown)?.member;
    by_admin(app, org, move |tx, who| suspend::suspend(tx, who, member)).await
}

/// Who is there as the demo begins, and how they sign.
pub async fn finish(app: &App, orgs: &[Org]) -> Result<()> {
    for org in orgs {
        for (at, staff) in org.staff.iter().enumerate().filter(|(_, s)| s.steady) {
            let there = match at % 7 {
                0 | 2 | 3 | 5 => Presence::Online,
                1 => Presence::Paused,
                4 => Presence::Invisible,
                _ => Presence::Offline,
            };
            let change = profile::Change {
                signature: Some(format!("{} {}\n{}", staff.first, staff.last, org.spec.name)),
                photo: None,
            };
            let (callers, id, member) = (app.callers.clone(), org.id, staff.member);
            app.db
                .write(id, move |tx| {
                    let who = callers.of_member(tx, id, member)?;
                    profile::profile(tx, &who, &change)?;
                    presence::set(tx, id, member, there)
                })
                .await?;
        }
    }
    Ok(())
}

/// A name as addresses have it.
pub fn plain(name: &str) -> String {
    kit::fold::fold(name)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect()
}

/// A number that could exist in an organisation's region.
pub fn number(spec: &data::Organisation, chance: &mut Chance) -> String {
    let area = chance.one(&spec.area_codes);
    let (prefix, digits) = if spec.country == "AR" { ("+549", 10) } else { ("+52", 10) };
    let rest: String = (area.len()..digits)
        .enumerate()
        .map(|(at, _)| {
            char::from(b'0' + u8::try_from(chance.within(if at == 0 { 2 } else { 0 }, if at == 0 { 7 } else { 10 })).unwrap_or(2))
        })
        .collect();
    format!("{prefix}{area}{rest}")
}

/// Words that are easy to type and nobody guesses: new each time.
pub fn password() -> Result<String> {
    const WORDS: [&str; 64] = [
        "surco",
        "trigo",
        "tolva",
        "rastra",
        "arado",
        "espiga",
        "parcela",
        "grano",
        "molino",
        "silo",
        "yunta",
        "milpa",
        "alfalfa",
        "avena",
        "sorgo",
        "girasol",
        "potrero",
        "acequia",
        "pozo",
        "noria",
        "corral",
        "granero",
        "maizal",
        "trilla",
        "siembra",
        "riego",
        "lluvia",
        "nube",
        "viento",
        "cerro",
        "valle",
        "llano",
        "arroyo",
        "laguna",
        "puente",
        "camino",
        "molienda",
        "carreta",
        "herradura",
        "lazo",
        "montura",
        "potro",
        "becerro",
        "gallina",
        "panal",
        "huerto",
        "naranjo",
        "nogal",
        "encino",
        "fresno",
        "sauce",
        "mezquite",
        "nopal",
        "agave",
        "cebada",
        "frijol",
        "calabaza",
        "chile",
        "jitomate",
        "membrillo",
        "durazno",
        "ciruela",
        "tejocote",
        "capulin",
    ];
    let random = secret::random()?;
    let words: Vec<&str> = random[..4].iter().map(|byte| WORDS[usize::from(byte % 64)]).collect();
    Ok(format!("{}-{:02}", words.join("-"), random[4] % 100))
}
