//! From rows to an [`access::Caller`], and the cache of those already built.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{Caller, External, Given, Membership, Perm, Role, Set, Standing, Switch, Term};
use db::Tx;
use kit::{AccountId, ChannelId, MemberId, OrgId, OriginId, TeamId, TokenId};

use super::model::{Found, Token};
use super::{Who, store};

/// Callers by membership and token. An entry is used only while the row it was built from says the same, which every
/// request reads anew: a revocation needs no message to be felt.
#[derive(Clone)]
pub struct Cache(moka::sync::Cache<(OrgId, MemberId, Option<TokenId>), Arc<Entry>>);

struct Entry {
    found: Found,
    caller: Arc<Caller>,
}

impl Default for Cache {
    fn default() -> Self {
        Self(moka::sync::Cache::new(50_000))
    }
}

impl Cache {
    /// The caller of an account in an organisation; unknown when it is no member there.
    pub fn of_account(&self, tx: &mut Tx<'_>, org: OrgId, account: AccountId) -> kit::Result<Who> {
        let found = store::by_account(tx, org, account)?.ok_or_else(kit::Error::unknown)?;
        self.known(tx, org, found, None)
    }

    /// The caller of a member: jobs, webhooks and sockets act for one.
    pub fn of_member(&self, tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> kit::Result<Who> {
        let found = store::by_member(tx, org, member)?.ok_or_else(kit::Error::unknown)?;
        self.known(tx, org, found, None)
    }

    /// The caller of an API token, in its organisation only.
    pub fn of_token(&self, tx: &mut Tx<'_>, org: OrgId, token: &Token) -> kit::Result<Who> {
        if token.org != org {
            return Err(kit::Error::unknown());
        }
        let found = store::by_member(tx, org, token.member)?.ok_or_else(kit::Error::unknown)?;
        self.known(tx, org, found, Some(token))
    }

    fn known(&self, tx: &mut Tx<'_>, org: OrgId, found: Found, token: Option<&Token>) -> kit::Result<Who> {
        // A membership is over at its end, whether or not what follows has been done.
        if found.state != "active" || found.until.is_some_and(|until| until <= tx.now()) {
            return Err(kit::Error::unknown());
        }
        let key = (org, found.member, token.map(|t| t.id));
        let name = found.name();
        if let Some(entry) = self.0.get(&key).filter(|entry| entry.found == found) {
            return Ok(Who::new(entry.caller.clone(), tx.now(), name));
        }
        let caller = Arc::new(Caller::build(&membership(tx, org, &found, token)?));
        // Only what is committed is kept: a write sees epochs that its batch may yet lose, and that another change would then have again.
        if tx.only_reads() {
            self.0.insert(
                key,
                Arc::new(Entry {
                    found,
                    caller: caller.clone(),
                }),
            );
        }
        Ok(Who::new(caller, tx.now(), name))
    }
}

/// What hangs from a member in lists.
#[derive(Default)]
pub struct Lists {
    pub roles: Vec<Role>,
    pub switches: Vec<Switch>,
    pub teams: BTreeSet<TeamId>,
    /// None: all.
    pub origins: Option<BTreeSet<OriginId>>,
    /// None: all.
    pub channels: Option<BTreeSet<ChannelId>>,
}

/// Everything `access` wants to know of a member.
pub fn membership(tx: &mut Tx<'_>, org: OrgId, found: &Found, token: Option<&Token>) -> kit::Result<Membership> {
    let member = found.member;
    let lists = Lists {
        roles: store::roles(tx, org, member)?,
        switches: store::switches(tx, org, member)?,
        teams: store::teams(tx, org, member)?,
        origins: store::origins(tx, org, member)?,
        channels: store::channels(tx, org, member)?,
    };
    assemble(org, found, lists, token)
}

/// As [`membership`], of lists that were read before.
pub fn assemble(org: OrgId, found: &Found, lists: Lists, token: Option<&Token>) -> kit::Result<Membership> {
    let member = found.member;
    let active = |state: &Option<String>| state.as_deref() == Some("active");
    // A service has no account; its own id stands for one where accounts are compared.
    let account = found.account.unwrap_or_else(|| AccountId::from_bytes(member.to_bytes()));
    let service = found.account.is_none();
    // Whoever has an account and is not at home here is external. Without any home they are so everywhere, and nowhere alive.
    let external = match found.home {
        Some(home) if home == org => None,
        _ if service => None,
        home => Some(External {
            home: home.unwrap_or(org),
            policy: policy(found)?,
        }),
    };
    let token = token.and_then(|t| t.permissions.as_deref()).map(subset).transpose()?;
    let narrowing = found.narrowing.as_deref().map(serde_json::from_str).transpose();
    Ok(Membership {
        standing: Standing {
            account: service || active(&found.account_state),
            membership: found.state == "active",
            organisation: found.organisation_state == "active",
            home_membership: active(&found.home_member_state),
            home_organisation: active(&found.home_state),
            frozen: found.frozen,
        },
        external,
        until: found.until,
        roles: lists.roles.into_iter().map(|role| Given { role, until: None }).collect(),
        switches: lists.switches,
        narrowing: narrowing.map_err(kit::Error::internal)?.unwrap_or(Term::ALL),
        teams: lists.teams,
        origins: lists.origins,
        channels: lists.channels,
        token,
        ..Membership::new(org, member, account)
    })
}

/// What the host lets this external member hold; unless it says, everything within the ceiling.
fn policy(found: &Found) -> kit::Result<Set<Perm>> {
    found
        .policy
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(kit::Error::internal)
        .map(|policy| policy.unwrap_or(Set::any()))
}

/// A token's list; a permission that is no more is not held.
fn subset(json: &str) -> kit::Result<BTreeSet<Perm>> {
    let names: Vec<String> = serde_json::from_str(json).map_err(kit::Error::internal)?;
    Ok(names.iter().filter_map(|name| Perm::from_name(name)).collect())
}

#[cfg(test)]
mod tests {
    use access::{Builtin, Perm, Place};
    use db::testing::on_both;

    use crate::testing::Office;

    /// The epochs of a change that was lost are those of the next one.
    #[test]
    fn what_was_never_committed_is_not_remembered() {
        on_both(|db| {
            let office = Office::new(db);
            let (org, cache) = (office.org, office.cache.clone());
            let member = office.hire(&[Builtin::Operator], &[office.team]).member;
            let admin = office.role(Builtin::Admin);
            let change = move |tx: &mut db::Tx<'_>, role: kit::RoleId| -> kit::Result<()> {
                let sql = "INSERT INTO member_role (org_id, member_id, role_id) VALUES ($1, $2, $3)";
                tx.exec(sql, db::args![org, member, role])?;
                tx.exec(
                    "UPDATE member SET epoch = epoch + 1 WHERE org_id = $1 AND id = $2",
                    db::args![org, member],
                )?;
                tx.bump_policy_epoch(org)?;
                Ok(())
            };
            let lost = office.write(move |tx| {
                change(tx, admin)?;
                assert!(cache.of_member(tx, org, member)?.can(Perm::SettingsManage, &Place::Desk));
                Err::<(), _>(kit::Error::conflict("lost"))
            });
            assert!(lost.is_err());
            let coordinator = office.role(Builtin::Coordinator);
            office.write(move |tx| change(tx, coordinator)).unwrap();
            assert!(!office.of(member).can(Perm::SettingsManage, &Place::Desk));
        });
    }
}
