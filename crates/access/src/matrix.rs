//! Roles × permissions × extents as a plain text table, so that a change of policy is a readable diff.

use std::fmt::Write as _;

use crate::role::{Base, Cell, Role, RoleReach, State};
use crate::{Kind, Perm, ScopeKind};

/// The table of these roles: one line per permission, one column per role. The same input gives the same bytes.
pub fn render(roles: &[Role]) -> String {
    let mut out = String::from(LEGEND);
    let heads: Vec<String> = roles.iter().map(|role| role.key.to_string()).collect();
    let width = |head: &str| head.len().max("O teams".len());
    let line = |out: &mut String, cells: &[String]| {
        for (cell, head) in cells.iter().zip(&heads) {
            let _ = write!(out, "  {cell:<width$}", width = width(head));
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    };
    let _ = write!(out, "{:<20} {:<18} {:<8} {:<8}", "permission", "needs", "of", "external");
    line(&mut out, &heads);
    let _ = write!(out, "{:<20} {:<18} {:<8} {:<8}", "reach", "", "", "");
    line(&mut out, &roles.iter().map(|role| reach(role.reach).to_owned()).collect::<Vec<_>>());
    for perm in Perm::ALL {
        let external = if perm.external_ok() { "may" } else { "never" };
        let _ = write!(out, "{:<20} {:<18} {:<8} {:<8}", perm.name(), needs(*perm), kind(*perm), external);
        line(
            &mut out,
            &roles
                .iter()
                .map(|role| role.cell(*perm).map_or("-".to_owned(), |c| show(*perm, role, c)))
                .collect::<Vec<_>>(),
        );
    }
    out.push_str("\nmay give\n");
    for role in roles {
        let gives = match &role.gives {
            crate::Set::Only(keys) => keys.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            crate::Set::Except(keys) if keys.is_empty() => "every role".to_owned(),
            crate::Set::Except(keys) => format!(
                "every role but {}",
                keys.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
        };
        let _ = writeln!(out, "{:<20} {}", role.key, if gives.is_empty() { "-" } else { &gives });
    }
    out
}

const LEGEND: &str = "\
Generated from crates/access. Y always, O optional and off, o optional and on, - not in this role.
all: the organisation. teams: own tickets and everything in my teams. in teams: what is in my teams.
pool: own tickets and the unassigned of my teams. own: tickets assigned to me.
External members hold nothing outside the host teams and nothing that says never.
Permissions of tickets, contacts, orders and reports are switched in the organisation, a channel or a team; others in the organisation.

";

fn needs(perm: Perm) -> &'static str {
    if perm.read_of() == perm { "" } else { perm.read_of().name() }
}

fn kind(perm: Perm) -> &'static str {
    debug_assert!(perm.scopes().contains(&ScopeKind::Org));
    match perm.kind() {
        Kind::Desk => "desk",
        Kind::Whole => "whole",
        Kind::Ticket => "ticket",
        Kind::Contact => "contact",
        Kind::Order => "order",
        Kind::Report => "report",
    }
}

fn reach(reach: RoleReach) -> &'static str {
    match reach {
        RoleReach::None => "-",
        RoleReach::Own => "own",
        RoleReach::Pool => "pool",
        RoleReach::Teams => "teams",
        RoleReach::Org => "all",
    }
}

fn show(perm: Perm, role: &Role, cell: Cell) -> String {
    let letter = match cell.state {
        State::Always => "Y",
        State::Off => "O",
        State::On => "o",
    };
    let extent = match cell.base {
        _ if perm.desk_wide() => "",
        Base::Desk => " all",
        Base::Teams => " in teams",
        Base::Pool => " pool",
        Base::Own => " own",
        Base::Reach => return format!("{letter} {}", reach(role.reach)),
    };
    format!("{letter}{extent}")
}
