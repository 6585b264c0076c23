//! Typed ids. One line per noun in [`ids!`]; append only, prefixes are public and never reused.
//!
//! Inside: UUIDv7 in 16 bytes, so that ids sort by time and an index grows at its end. Outside: the noun's prefix
//! and 26 characters of Crockford's base32 in lower case (`tkt_06dz…`), order-preserving too.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};

use crate::Time;

static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.encoding().expect("the alphabet has 32 distinct symbols")
});

/// What is not an id of this noun: a wrong prefix, length or symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

/// What every id can do, for code that is generic over nouns.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + std::fmt::Display + std::str::FromStr<Err = NotAnId> + Send + Sync + 'static {
    /// The public prefix, without the underscore.
    const PREFIX: &'static str;
    /// A new id whose time part is `at`; the rest comes from the system's CSPRNG.
    fn new(at: Time) -> Self;
    fn from_bytes(bytes: [u8; 16]) -> Self;
    fn to_bytes(self) -> [u8; 16];
}

/// A version 7 UUID for an instant.
fn v7(at: Time) -> [u8; 16] {
    let micros = at.micros().max(0).unsigned_abs();
    let stamp = uuid::Timestamp::from_unix_time(micros / 1_000_000, u32::try_from(micros % 1_000_000).unwrap_or(0) * 1_000, 0, 0);
    uuid::Uuid::new_v7(stamp).into_bytes()
}

/// `prefix_` and the bytes in base32.
pub fn show(prefix: &str, bytes: [u8; 16]) -> String {
    format!("{prefix}_{}", BASE32.encode(&bytes))
}

/// The bytes of `prefix_…`.
pub fn read(prefix: &str, text: &str) -> Result<[u8; 16], NotAnId> {
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(NotAnId)?;
    let bytes = BASE32.decode(digits.as_bytes()).map_err(|_| NotAnId)?;
    bytes.try_into().map_err(|_| NotAnId)
}

macro_rules! ids {
    ($dollar:tt $($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name([u8; 16]);

            impl Id for $name {
                const PREFIX: &'static str = $prefix;
                fn new(at: Time) -> Self { Self(v7(at)) }
                fn from_bytes(bytes: [u8; 16]) -> Self { Self(bytes) }
                fn to_bytes(self) -> [u8; 16] { self.0 }
            }
            impl $name {
                /// See [`Id::new`].
                pub fn new(at: Time) -> Self { <Self as Id>::new(at) }
                /// See [`Id::from_bytes`].
                pub const fn from_bytes(bytes: [u8; 16]) -> Self { Self(bytes) }
                pub const fn to_bytes(self) -> [u8; 16] { self.0 }
            }
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&show($prefix, self.0)) }
            }
            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&show($prefix, self.0)) }
            }
            impl std::str::FromStr for $name {
                type Err = NotAnId;
                fn from_str(text: &str) -> Result<Self, NotAnId> { read($prefix, text).map(Self) }
            }
            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
            }
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                    text.parse().map_err(|_| serde::de::Error::custom(concat!("expected an id like ", $prefix, "_…")))
                }
            }
            impl schemars::JsonSchema for $name {
                fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
                fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    schemars::json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "_[0-9a-hjkmnp-tv-z]{26}$") })
                }
            }
        )*
        /// Every noun's type name and prefix, for the test that prefixes differ.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $prefix)),*];

        /// Calls a macro once for each id type, so that another crate can give all of them one trait.
        #[macro_export]
        macro_rules! each_id {
            ($dollar with:ident) => { $( $dollar with!($name); )* };
        }
    };
}

ids! { $
    /// A tenant.
    OrgId = "org",
    /// A person's login, across organisations.
    AccountId = "acc",
    /// An account (or a service) in one organisation.
    MemberId = "mem",
    /// A named set of permissions with a reach.
    RoleId = "rol",
    /// An optional permission or a grant, on or off, in one place.
    SwitchId = "swi",
    /// Members who share a queue.
    TeamId = "tea",
    /// One address where customers arrive.
    ChannelId = "chn",
    /// A customer.
    ContactId = "con",
    /// One channel address of a contact.
    IdentityId = "idn",
    /// One contact that came into another.
    ContactMergeId = "mrg",
    /// One edit of a contact.
    EditId = "edt",
    /// One piece of service to one contact.
    TicketId = "tkt",
    /// One transition of a ticket's state, assignee or team.
    ActivityId = "act",
    /// One message or note in a ticket.
    MessageId = "msg",
    /// An uploaded or received file.
    FileId = "fil",
    /// What an address in a message leads to.
    LinkId = "lnk",
    /// A label.
    LabelId = "lbl",
    /// A canned response.
    CannedId = "can",
    /// A category of canned responses.
    CategoryId = "cat",
    /// A calendar of hours of attention.
    HoursId = "hrs",
    /// A kind of query.
    OriginId = "ori",
    /// A reason with which a ticket is closed.
    ResolutionId = "res",
    /// A custom field's definition.
    FieldId = "fld",
    /// A saved filter.
    ViewId = "viw",
    /// A browser's sign-in.
    SessionId = "ses",
    /// An API token (its public handle, never the secret).
    TokenId = "tok",
    /// An invitation.
    InvitationId = "inv",
    /// A webhook endpoint.
    WebhookId = "whk",
    /// One event's delivery to one webhook endpoint.
    DeliveryId = "dlv",
    /// An entry of the audit log.
    AuditId = "aud",
    /// A notice to a member.
    NotificationId = "ntf",
    /// A row of the job table.
    JobId = "job",
    /// A visitor of a web chat (one browser).
    VisitorId = "vis",
    /// An order.
    OrderId = "ord",
    /// A payment.
    PaymentId = "pay",
    /// Somebody of another organisation who is wanted here.
    LoanId = "loa",
    /// What somebody had, handed to others.
    BulkTransferId = "blk",
    /// A permission that somebody asks for.
    PermissionRequestId = "prq",
    /// An administrator who looks through a member's eyes.
    ViewingId = "vwg",
    /// A stretch of time that a ticket was in front of somebody.
    TimeEntryId = "tme",
    /// A correction of such time by hand.
    TimeCorrectionId = "tmc",
    /// For whom contacts work.
    CompanyId = "cmp",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back_keeps_bytes_and_order() {
        let a = TicketId::new(Time::from_micros(1_000_000));
        let b = TicketId::new(Time::from_micros(2_000_000));
        assert_eq!(a.to_string().parse(), Ok(a));
        assert!(a < b && a.to_string() < b.to_string());
        assert_eq!(a.to_string().len(), "tkt_".len() + 26);
    }

    #[test]
    fn another_nouns_id_and_noise_are_refused() {
        let ticket = TicketId::new(Time::from_micros(5)).to_string();
        assert!(ticket.parse::<ContactId>().is_err());
        for noise in ["", "tkt_", "tkt", "tkt_i", "tkt_00", &format!("{ticket}0"), &ticket.to_uppercase()] {
            assert!(noise.parse::<TicketId>().is_err(), "{noise}");
        }
    }

    #[test]
    fn prefixes_differ() {
        let mut seen = std::collections::BTreeSet::new();
        assert!(ALL.iter().all(|(_, prefix)| seen.insert(*prefix)));
    }
}
