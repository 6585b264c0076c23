//! What is there: organisations as they have been made, by the ids that the desk gave.

use std::collections::BTreeMap;

use access::Builtin;
use desk::channel::Kind;
use jiff::tz::TimeZone;
use kit::{AccountId, ChannelId, FieldId, LabelId, MemberId, OrgId, OriginId, ResolutionId, TeamId};

use crate::data;

pub struct Org {
    pub spec: &'static data::Organisation,
    pub id: OrgId,
    pub zone: TimeZone,
    pub teams: Vec<Team>,
    pub channels: Vec<Channel>,
    /// Those of its own, then those who are lent to it.
    pub staff: Vec<Staff>,
    pub words: Words,
}

pub struct Team {
    pub spec: &'static data::Team,
    pub id: TeamId,
}

pub struct Channel {
    pub spec: &'static data::Channel,
    pub id: ChannelId,
    pub kind: Kind,
    pub address: String,
    pub secret: String,
    /// Where its tickets come in, as an index of the teams.
    pub team: usize,
}

/// A membership.
#[derive(Clone)]
pub struct Staff {
    pub account: AccountId,
    pub member: MemberId,
    pub first: String,
    pub last: String,
    pub email: String,
    pub phone: Option<String>,
    pub roles: Vec<Builtin>,
    /// Indexes of the teams; the first is the default one.
    pub teams: Vec<usize>,
    pub external: bool,
    /// Works through the whole story: is neither invited late nor suspended early.
    pub steady: bool,
    /// May take what waits.
    pub takes: bool,
    pub token: String,
}

#[derive(Clone, Default)]
pub struct Words {
    pub labels: BTreeMap<String, LabelId>,
    pub origins: BTreeMap<String, OriginId>,
    pub resolutions: BTreeMap<String, ResolutionId>,
    pub fields: BTreeMap<String, FieldId>,
}

impl Org {
    pub fn team(&self, key: &str) -> usize {
        self.teams.iter().position(|t| t.spec.key == key).unwrap_or(0)
    }

    /// The team whose topic it is.
    pub fn team_of_topic(&self, topic: &str) -> usize {
        let serves = |team: &Team| team.spec.topics.iter().any(|t| t == topic);
        self.teams.iter().position(serves).unwrap_or(0)
    }

    /// The first of its administrators, who makes what has to be made.
    pub fn admin(&self) -> MemberId {
        let admin = self.staff.iter().find(|s| s.roles.contains(&Builtin::Admin));
        admin.map_or(self.staff[0].member, |s| s.member)
    }

    pub fn name_of(&self, staff: usize) -> &str {
        &self.staff[staff].first
    }
}

impl Staff {
    /// Sees every ticket and may send them anywhere.
    pub fn dispatches(&self) -> bool {
        let over_all = [Builtin::Admin, Builtin::Supervisor, Builtin::Coordinator, Builtin::Manager];
        !self.external && self.roles.iter().any(|role| over_all.contains(role))
    }

    /// Answers customers all day.
    pub fn answers(&self) -> bool {
        let front = [
            Builtin::ConversationAgent,
            Builtin::Operator,
            Builtin::Advisor,
            Builtin::ExternalAdvisor,
        ];
        self.steady && self.roles.iter().any(|role| front.contains(role))
    }

    /// Reads what is in their teams, whoever has it.
    pub fn reads_teams(&self) -> bool {
        self.dispatches() || self.roles.iter().any(|r| matches!(r, Builtin::Advisor | Builtin::ExternalAdvisor))
    }
}
