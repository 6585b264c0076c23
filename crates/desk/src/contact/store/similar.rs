//! Who may be the same person: the same phone, e-mail or document, or an address with the same number on another channel.

use access::Perm;
use db::{FromRow, Row, Sql, Tx};
use kit::{ContactId, Result};

use super::readable;
use crate::contact::Contact;
use crate::contact::model::{Alike, Identity};
use crate::ticket::store::page::Into;
use crate::who::Who;

/// One that has something in common with another, by one of the ways.
pub struct Found {
    pub id: ContactId,
    pub name: String,
    pub by: Alike,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            by: Alike::from_name(&row.get::<String>(2)?).ok_or(db::Error::Value("a way of being alike"))?,
        })
    }
}

/// The first of them, of those that the caller can read; one may be there by several ways. Each branch begins at an index of what is
/// compared, and all are one statement. An address tells only who can see it: it is compared where a ticket of it is within reach.
pub fn similar(tx: &mut Tx<'_>, who: &Who, contact: &Contact, addresses: &[Identity], most: u32) -> Result<Vec<Found>> {
    let profile = &contact.profile;
    let mut numbers: Vec<String> = addresses.iter().filter_map(|i| number(&i.address)).collect();
    numbers.extend(profile.phone.as_deref().and_then(number));
    numbers.sort_unstable();
    numbers.dedup();
    let mut phones: Vec<String> = numbers.iter().map(|n| format!("+{n}")).collect();
    phones.extend(profile.phone.clone());
    let addresses: Vec<String> = numbers.into_iter().flat_map(|n| [format!("+{n}"), n]).collect();
    let mut branches = Branches {
        who,
        contact: contact.id,
        sql: Sql::new(""),
        any: false,
    };
    branches.of_profile("phone", "c.phone", &phones);
    branches.of_profile(
        "email",
        "c.email_folded",
        profile.email.as_ref().map(|e| e.to_lowercase()).as_slice(),
    );
    branches.of_profile("document", "c.document_folded", profile.document_folded().as_slice());
    branches.of_address(&addresses);
    if !branches.any {
        return Ok(Vec::new());
    }
    Ok(tx.all_sql(&branches.sql.limit(most))?)
}

/// The digits of what is a telephone number, as numbers go between channels: with a plus, or without.
fn number(address: &str) -> Option<String> {
    let digits = address.strip_prefix('+').unwrap_or(address);
    let form = (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    form.then(|| digits.to_owned())
}

struct Branches<'w> {
    who: &'w Who,
    contact: ContactId,
    sql: Sql,
    any: bool,
}

impl Branches<'_> {
    fn of_profile(&mut self, by: &str, column: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let from = format!("SELECT c.id, c.name, '{by}' FROM contact c WHERE c.org_id = ");
        self.begin(&from);
        self.sql.add_arg(self.who.org());
        // Written as the partial indexes have it.
        self.sql.add(&format!(" AND {column} IS NOT NULL AND {column} IN "));
        self.list(values);
        self.end();
    }

    fn of_address(&mut self, values: &[String]) {
        if values.is_empty() {
            return;
        }
        self.begin(
            "SELECT c.id, c.name, 'address' FROM identity i JOIN contact c ON c.org_id = i.org_id AND c.id = i.contact_id WHERE i.org_id = ",
        );
        self.sql.add_arg(self.who.org());
        self.sql.add(" AND i.address IN ");
        self.list(values);
        let reach = self.who.reach(Perm::ContactRead);
        if !reach.is_whole() {
            self.sql
                .add(" AND EXISTS (SELECT 1 FROM ticket t WHERE t.identity_id = i.id AND t.contact_id = i.contact_id AND ");
            reach.write_sql(&mut Into(&mut self.sql), "t", self.who.now);
            self.sql.add(")");
        }
        self.end();
    }

    fn begin(&mut self, text: &str) {
        if self.any {
            self.sql.add(" UNION ALL ");
        }
        self.any = true;
        self.sql.add(text);
    }

    /// Filled up to a power of two with the last, so that few different statements are prepared.
    fn list(&mut self, values: &[String]) {
        let mut all: Vec<&str> = values.iter().map(String::as_str).collect();
        if let Some(last) = all.last().copied() {
            all.resize(all.len().next_power_of_two(), last);
        }
        let sql = std::mem::replace(&mut self.sql, Sql::new(""));
        self.sql = sql.list(all);
    }

    fn end(&mut self) {
        self.sql.add(" AND c.merged_into IS NULL AND c.id <> ");
        self.sql.add_arg(self.contact);
        self.sql.add(" AND ");
        readable(&mut self.sql, self.who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_telephone_numbers_are_compared() {
        assert_eq!(number("+523312044417").as_deref(), Some("523312044417"));
        assert_eq!(number("523312044417").as_deref(), Some("523312044417"));
        for other in ["", "1", "rosa@ejemplo.mx", "vis_12345678", "12345678901234567"] {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
