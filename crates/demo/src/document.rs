//! What outside tools are told: one JSON document, whose schema stands in `docs/demo.schema.json`.

use std::collections::BTreeMap;

use desk::App;
use desk::channel::Kind;
use kit::{AccountId, ChannelId, MemberId, OrgId, TeamId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::world::{Org, Staff};

/// A demo, with every secret that is needed to drive it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Relevo's demo", deny_unknown_fields)]
pub struct Document {
    /// Where the desk will be reached.
    pub url: String,
    pub organisations: Vec<Organisation>,
    pub people: Vec<Person>,
    pub channels: Vec<Channel>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Organisation {
    pub id: OrgId,
    pub name: String,
    pub country: String,
    pub time_zone: String,
    pub teams: Vec<Team>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub hidden: bool,
}

/// Somebody with an account.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Person {
    pub account: AccountId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// E.164.
    pub phone: Option<String>,
    pub password: String,
    /// The home organisation.
    pub home: OrgId,
    /// Suspended people cannot sign in.
    pub suspended: bool,
    pub memberships: Vec<Membership>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Membership {
    pub organisation: OrgId,
    pub member: MemberId,
    pub external: bool,
    /// Built-in roles by their names.
    pub roles: Vec<String>,
    pub teams: Vec<TeamId>,
    /// An API token for this organisation, with all that the member may do: `Authorization: Bearer …`.
    pub token: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Channel {
    pub id: ChannelId,
    pub organisation: OrgId,
    pub kind: Kind,
    pub name: String,
    /// The public key of a web chat; of an API channel, its place in the address.
    pub address: String,
    /// The page on which a web chat can be tried; where messages of an API channel are posted.
    pub url: String,
    /// Of an API channel the bearer token and the key of its signatures; of a web chat the key that signs visitors' identities.
    pub secret: String,
    pub team: TeamId,
    pub paused: bool,
}

pub fn of(app: &App, orgs: &[Org], password: &str) -> Document {
    let url = &app.config.public_url;
    let mut people: BTreeMap<AccountId, Person> = BTreeMap::new();
    // Homes come before loans, since an organisation's own people were there first.
    let mut staff: Vec<(&Org, &Staff)> = orgs.iter().flat_map(|org| org.staff.iter().map(move |s| (org, s))).collect();
    staff.sort_by_key(|(_, s)| s.external);
    for (org, s) in staff {
        let person = people.entry(s.account).or_insert_with(|| Person {
            account: s.account,
            first_name: s.first.clone(),
            last_name: s.last.clone(),
            email: s.email.clone(),
            phone: s.phone.clone(),
            password: password.to_owned(),
            home: org.id,
            suspended: !s.steady,
            memberships: Vec::new(),
        });
        person.memberships.push(Membership {
            organisation: org.id,
            member: s.member,
            external: s.external,
            roles: s.roles.iter().map(|r| r.name().to_owned()).collect(),
            teams: s.teams.iter().map(|t| org.teams[*t].id).collect(),
            token: s.token.clone(),
        });
    }
    Document {
        url: url.clone(),
        organisations: orgs.iter().map(organisation).collect(),
        people: people.into_values().collect(),
        channels: orgs
            .iter()
            .flat_map(|org| org.channels.iter().map(move |c| channel(url, org, c)))
            .collect(),
    }
}

fn organisation(org: &Org) -> Organisation {
    Organisation {
        id: org.id,
        name: org.spec.name.clone(),
        country: org.spec.country.clone(),
        time_zone: org.spec.time_zone.clone(),
        teams: org
            .teams
            .iter()
            .map(|team| Team {
                id: team.id,
                name: team.spec.name.clone(),
                hidden: team.spec.hidden,
            })
            .collect(),
    }
}

fn channel(url: &str, org: &Org, c: &crate::world::Channel) -> Channel {
    Channel {
        id: c.id,
        organisation: org.id,
        kind: c.kind,
        name: c.spec.name.clone(),
        address: c.address.clone(),
        url: match c.kind {
            Kind::Webchat => format!("{url}/try/{}", c.address),
            Kind::Api => format!("{url}/api/v1/channels/{}/messages", c.address),
            Kind::Whatsapp => format!("{url}/api/v1/hooks/whatsapp/{}", c.address),
            Kind::Telegram => format!("{url}/api/v1/hooks/telegram/{}", c.address),
        },
        secret: c.secret.clone(),
        team: org.teams[c.team].id,
        paused: c.spec.paused,
    }
}
