//! Members, their rights and their invitations, on both engines.

mod across;
mod in_channel;
mod invitations;
mod people;
mod random;
mod removal;
mod revocation;
mod rights;
mod switches;
mod view_as;
mod what_if;

use access::Builtin;

use crate::testing::Office;
use crate::testing::site::{Browser, Site};

/// A program that acts for a role of the office, with all that it may.
fn acting<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    site.program(&office.token(office.people[&role].member))
}

/// The path of somebody.
fn of(office: &Office, role: Builtin, rest: &str) -> String {
    office.path(&format!("/members/{}{rest}", office.people[&role].member))
}
