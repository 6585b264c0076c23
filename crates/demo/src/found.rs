//! Organisations with their own people, teams, channels and words.

use access::Builtin;
use data_encoding::BASE64URL_NOPAD;
use db::Tx;
use desk::App;
use desk::channel::{self, Kind, PreChat, WebChat, settings::Input};
use desk::member::enrol::{self, Person};
use desk::organisation::{self, edit};
use desk::team;
use desk::who::secret::{self, Purpose};
use desk::who::{Cache, Who};
use jiff::tz::TimeZone;
use kit::{Email, Error, Locale, OrgId, Phone, Result, TeamId};

use crate::data::{self, Standing};
use crate::people;
use crate::words;
use crate::world::{Channel, Org, Staff, Team, Words};

/// All of them; everybody has the same password, which is new each time.
pub async fn all(app: &App, password: &str) -> Result<Vec<Org>> {
    let mut orgs = Vec::new();
    for spec in &data::organisations().organisation {
        orgs.push(one(app, spec, password).await?);
    }
    Ok(orgs)
}

async fn one(app: &App, spec: &'static data::Organisation, password: &str) -> Result<Org> {
    let id = OrgId::new(app.clock.now());
    let mut persons = Vec::new();
    for person in spec.person.iter().filter(|p| p.state != Standing::Invited) {
        persons.push((person, person_of(app, spec, person, password).await?));
    }
    let make = move |tx: &mut Tx<'_>| ground(tx, id, spec, &persons);
    let (teams, staff) = app.db.write(id, make).await?;
    let mut org = Org {
        spec,
        id,
        zone: TimeZone::get(&spec.time_zone).map_err(Error::internal)?,
        teams,
        channels: Vec::new(),
        staff,
        words: Words::default(),
    };
    org.channels = channels(app, &org).await?;
    org.words = words::all(app, &org).await?;
    people::rights(app, &org).await?;
    Ok(org)
}

async fn person_of(app: &App, spec: &data::Organisation, person: &data::Person, password: &str) -> Result<Person> {
    let name = format!("{}.{}", person.first, person.last);
    Ok(Person {
        first_name: person.first.clone(),
        last_name: person.last.clone(),
        email: Email::parse(&format!("{}@{}", people::plain(&name), spec.domain), "email")?,
        phone: Some(phone(spec, &name)?),
        locale: Locale::Es,
        time_zone: spec.time_zone.clone(),
        password_hash: Some(app.passwords.hash(password).await?),
    })
}

/// A number of the organisation's region, the same each time; some that are thought of do not exist.
fn phone(spec: &data::Organisation, about: &str) -> Result<String> {
    let mut chance = crate::chance::Chance::of(crate::SEED, about);
    for _ in 0..200 {
        if let Ok(phone) = Phone::parse(&people::number(spec, &mut chance), None, "phone") {
            return Ok(phone.as_str().to_owned());
        }
    }
    Err(Error::internal("no number of this region exists"))
}

type Ground = (Vec<Team>, Vec<Staff>);

fn ground(tx: &mut Tx<'_>, id: OrgId, spec: &'static data::Organisation, persons: &[(&'static data::Person, Person)]) -> Result<Ground> {
    organisation::create(
        tx,
        &organisation::New {
            id,
            name: spec.name.clone(),
            locale: Locale::Es,
            time_zone: spec.time_zone.clone(),
            country: spec.country.clone(),
        },
    )?;
    let mut teams = Vec::new();
    for said in &spec.team {
        let id = team::found::found(tx, id, &said.name)?;
        teams.push(Team { spec: said, id });
    }
    let mut staff = Vec::new();
    for (said, person) in persons {
        let of = |key: &String| teams.iter().position(|t| t.spec.key == *key);
        let seats: Vec<usize> = said.teams.iter().filter_map(of).collect();
        let roles: Vec<Builtin> = said.roles.iter().filter_map(|r| Builtin::from_name(r)).collect();
        let rows = roles
            .iter()
            .map(|role| enrol::built_in(tx, id, *role))
            .collect::<Result<Vec<_>>>()?;
        let ids: Vec<TeamId> = seats.iter().map(|i| teams[*i].id).collect();
        let (account, member) = enrol::enrol(tx, id, person, &rows, &ids)?;
        staff.push(Staff {
            account,
            member,
            first: said.first.clone(),
            last: said.last.clone(),
            email: person.email.as_str().to_owned(),
            phone: person.phone.clone(),
            takes: roles.contains(&Builtin::Advisor) || said.grants.iter().any(|g| g.permission == "ticket.take"),
            roles,
            teams: seats,
            external: false,
            steady: said.state == Standing::Active,
            token: String::new(),
        });
    }
    let first = staff
        .first()
        .map(|s: &Staff| s.member)
        .ok_or_else(|| Error::internal("nobody works there"))?;
    // A cache of its own: what is not committed must not be remembered.
    let admin = Cache::default().of_member(tx, id, first)?;
    describe(tx, &admin, &teams)?;
    let settings: edit::Choice = serde_json::to_value(&spec.settings)
        .and_then(serde_json::from_value)
        .map_err(Error::internal)?;
    edit::edit(
        tx,
        &admin,
        &edit::Change {
            settings: Some(settings),
            ..edit::Change::default()
        },
    )?;
    Ok((teams, staff))
}

/// What the first administrator says of the teams.
fn describe(tx: &mut Tx<'_>, admin: &Who, teams: &[Team]) -> Result<()> {
    for said in teams {
        let above = |key: &String| teams.iter().find(|t| t.spec.key == *key).map(|t| t.id);
        let change = team::edit::Change {
            description: Some(said.spec.description.clone()),
            hidden: Some(said.spec.hidden),
            parent: said.spec.parent.as_ref().map(above),
            ..team::edit::Change::default()
        };
        team::edit::edit(tx, admin, said.id, &change)?;
    }
    Ok(())
}

async fn channels(app: &App, org: &Org) -> Result<Vec<Channel>> {
    let mut made = Vec::new();
    for said in &org.spec.channel {
        let signing = secret::new(Purpose::Signing)?;
        let address = BASE64URL_NOPAD.encode(&secret::random()?[..15]);
        let team = org.team(&said.team);
        let draft = channel::save::Draft {
            kind: said.kind,
            name: said.name.clone(),
            team: org.teams[team].id,
            settings: settings(said)?,
            credentials: Default::default(),
        };
        let (kept, place) = (signing.clone(), address.clone());
        let id = by_admin(app, org, move |tx, who| channel::save::create(tx, who, &draft, &place, &kept)).await?;
        made.push(Channel {
            spec: said,
            id,
            kind: said.kind,
            address,
            secret: signing,
            team,
        });
    }
    Ok(made)
}

fn settings(said: &data::Channel) -> Result<serde_json::Value> {
    if said.kind == Kind::Api {
        return Ok(serde_json::Value::Null);
    }
    let question = |name: &str, label: &str, kind: Input, choices: &[&str], required: bool| PreChat {
        name: name.into(),
        label: label.into(),
        kind,
        choices: choices.iter().map(|c| (*c).to_owned()).collect(),
        required,
    };
    let asked = [
        question("name", "Nombre", Input::Text, &[], true),
        question("phone", "Teléfono", Input::Phone, &[], false),
        question(
            "asunto",
            "Motivo",
            Input::Choice,
            &["Servicio", "Refacciones", "Facturas", "Otro"],
            false,
        ),
    ];
    let chat = WebChat {
        greeting: said.greeting.clone(),
        colour: said.colour.clone().unwrap_or_else(|| WebChat::default().colour),
        pre_chat: if said.pre_chat { asked.to_vec() } else { Vec::new() },
        ..WebChat::default()
    };
    serde_json::to_value(chat).map_err(Error::internal)
}

/// Something that the first administrator does.
pub async fn by_admin<T: Send + 'static>(app: &App, org: &Org, act: impl Fn(&mut Tx<'_>, &Who) -> Result<T> + Send + 'static) -> Result<T> {
    let (callers, id, admin) = (app.callers.clone(), org.id, org.admin());
    app.db
        .write(id, move |tx| {
            let who = callers.of_member(tx, id, admin)?;
            act(tx, &who)
        })
        .await
}
