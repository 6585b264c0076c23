//! What is known of a member, as plain data: the input of [`crate::Caller::build`].

use std::collections::BTreeSet;

use kit::{AccountId, ChannelId, MemberId, OrgId, OriginId, TeamId, Time};

use crate::{Perm, Role, Set, Switch, Term};

/// A role that a member has, perhaps until some time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    pub role: Role,
    pub until: Option<Time>,
}

/// Everything that must be true for a member to be anybody at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    pub account: bool,
    pub membership: bool,
    pub organisation: bool,
    /// The membership in the home organisation; for home members the same one.
    pub home_membership: bool,
    pub home_organisation: bool,
    /// The external memberships are frozen until the owner proves phone and e-mail again.
    pub frozen: bool,
}

impl Standing {
    pub const GOOD: Self = Self {
        account: true,
        membership: true,
        organisation: true,
        home_membership: true,
        home_organisation: true,
        frozen: false,
    };
}

/// What makes a member external, and what the host lets its externals hold within the ceiling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct External {
    pub home: OrgId,
    pub policy: Set<Perm>,
}

/// One member of one organisation. Nothing here is derived; the desk reads it from its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    pub org: OrgId,
    pub member: MemberId,
    pub account: AccountId,
    pub standing: Standing,
    /// `None` for home members.
    pub external: Option<External>,
    /// The end date of the whole membership (E2).
    pub until: Option<Time>,
    pub roles: Vec<Given>,
    pub switches: Vec<Switch>,
    /// The member's own narrowing. `Term::ALL` when there is none.
    pub narrowing: Term,
    pub teams: BTreeSet<TeamId>,
    /// The origins and channels that the member serves; `None` serves all, an empty list only what has none.
    pub origins: Option<BTreeSet<OriginId>>,
    pub channels: Option<BTreeSet<ChannelId>>,
    /// The subset of a token; `None` for the person itself.
    pub token: Option<BTreeSet<Perm>>,
}

impl Membership {
    /// A home member in good standing with no roles yet.
    pub fn new(org: OrgId, member: MemberId, account: AccountId) -> Self {
        Self {
            org,
            member,
            account,
            standing: Standing::GOOD,
            external: None,
            until: None,
            roles: Vec::new(),
            switches: Vec::new(),
            narrowing: Term::ALL,
            teams: BTreeSet::new(),
            origins: None,
            channels: None,
            token: None,
        }
    }

    /// Adds a role for good.
    #[must_use]
    pub fn with_role(mut self, role: &Role) -> Self {
        self.roles.push(Given {
            role: role.clone(),
            until: None,
        });
        self
    }

    /// As they would be with a switch set.
    #[must_use]
    pub fn with_switch(&self, switch: Switch) -> Self {
        let mut after = self.clone();
        after.switches.retain(|one| (one.perm, one.scope) != (switch.perm, switch.scope));
        after.switches.push(switch);
        after
    }

    /// The origins that may come to this member: those served, and what has none, which suits everyone (C8).
    pub fn served_origins(&self) -> Set<OriginId> {
        self.origins
            .as_ref()
            .map_or(Set::any(), |ids| Set::only_or_unset(ids.iter().copied()))
    }

    /// The channels from which tickets may come to this member.
    pub fn served_channels(&self) -> Set<ChannelId> {
        self.channels
            .as_ref()
            .map_or(Set::any(), |ids| Set::only_or_unset(ids.iter().copied()))
    }

    /// Switches that no role of this member has a use for. They are removed with the role, lest they wake with another.
    pub fn dead_switches(&self) -> impl Iterator<Item = &Switch> {
        self.switches
            .iter()
            .filter(|s| !self.roles.iter().any(|given| given.role.optional().any(|p| p == s.perm)))
    }

    pub(crate) fn alive(&self) -> bool {
        let Standing {
            account,
            membership,
            organisation,
            home_membership,
            home_organisation,
            frozen,
        } = self.standing;
        account && membership && organisation && (self.external.is_none() || home_membership && home_organisation && !frozen)
    }
}
