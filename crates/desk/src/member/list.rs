//! The list of members, newest first, with search and filters (R1).

use access::{Perm, Place, RoleKey};
use db::Tx;
use kit::{Cursor, Page, Result, TeamId, page};

use super::card::{self, Row};
use super::store::page::{Cut, walk};
use super::store::sets;
use super::{Member, State};
use crate::team;
use crate::who::Who;

#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MemberListFilter")]
pub struct Filter {
    pub state: Option<State>,
    pub role: Option<RoleKey>,
    pub team: Option<TeamId>,
    /// Only those who are at home elsewhere, or only those who are not.
    pub external: Option<bool>,
    /// Words of name, address or number.
    pub q: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

pub fn list(tx: &mut Tx<'_>, who: &Who, filter: &Filter) -> Result<Page<Row>> {
    who.may(Perm::UserView, &Place::Desk)?;
    let limit = filter.limit.unwrap_or(page::DEFAULT_LIMIT).clamp(1, page::MAX_LIMIT);
    let mut cut = Cut {
        state: filter.state,
        after: filter.cursor.as_deref().map(Cursor::read).transpose()?,
        ..Cut::default()
    };
    if let Some(key) = filter.role {
        let Some(role) = sets::role_of(tx, who.org(), key)? else {
            return Ok(Page::whole(Vec::new()));
        };
        cut.role = Some(role);
    }
    if let Some(id) = filter.team {
        if !team::policy::knows(tx, who, id)? {
            return Ok(Page::whole(Vec::new()));
        }
        cut.team = Some(id);
    }
    let wanted = filter.q.as_deref().map(kit::fold::words).unwrap_or_default();
    let mut found: Vec<Member> = Vec::new();
    walk(tx, who.org(), &cut, |member| {
        let asked = filter.external.is_none_or(|external| external == member.home.is_some());
        if asked && matches(&member, &wanted) {
            found.push(member);
        }
        found.len() <= limit as usize
    })?;
    let page = Page::cut(found, limit, |m| Cursor::new(m.created_at, m.id));
    let Page { items, next } = page;
    Ok(Page {
        items: card::rows(tx, who, items)?,
        next,
    })
}

/// Every word begins a word of the name, or is part of the address or the number.
fn matches(member: &Member, wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let names = kit::fold::words(&member.name());
    let (email, phone) = (kit::fold::fold(&member.email), member.phone.clone().unwrap_or_default());
    wanted.iter().all(|word| {
        names.iter().any(|name| name.starts_with(word.as_str())) || email.contains(word.as_str()) || phone.contains(word.as_str())
    })
}
