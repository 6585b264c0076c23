//! The closed list of permissions, in one registry: SPEC's table of roles and the lines above it.
//!
//! To add one: a line here, its cells in `builtin.rs`, its label in the catalogues (key = name), and
//! `docs/roles.txt` again. Names are public and never change their meaning.

use schemars::JsonSchema;

/// What a permission's extent is a set of. It decides whether narrowings and host teams touch it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccessKind")]
pub enum Kind {
    /// The organisation's own things: held or not, never in part; a narrowing does not touch it.
    Desk,
    /// Organisation-wide or not at all: whoever is narrowed loses it (merging contacts).
    Whole,
    /// Tickets, and what hangs from them: notes, calls, the teams and channels they are in.
    Ticket,
    /// Contacts, through the ticket by which one comes to them; in full with an extent of everything.
    Contact,
    /// Orders and payments; an independent order's assignee is its creator.
    Order,
    /// The tickets or payments that a report or the monitoring table counts.
    Report,
}

/// Where a permission can be switched on or off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    Org,
    Channel,
    Team,
}

macro_rules! perms {
    ($($(#[$doc:meta])* $perm:ident $name:literal $kind:ident $effect:ident needs $read:ident $external:ident;)*) => {
        /// One permission. Which place it holds in is never part of it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Perm { $($(#[$doc])* $perm,)* }

        impl Perm {
            pub const ALL: &'static [Self] = &[$(Self::$perm),*];

            /// The public name, `ticket.reply`; also the key of its label in the catalogues.
            pub const fn name(self) -> &'static str { match self { $(Self::$perm => $name),* } }

            /// The permission to see that which this one acts on. Without it this one is nothing.
            pub const fn read_of(self) -> Self { match self { $(Self::$perm => Self::$read),* } }

            pub const fn kind(self) -> Kind { match self { $(Self::$perm => Kind::$kind),* } }

            /// Whether it changes nothing, so that *view as* may use it.
            pub const fn reads(self) -> bool { match self { $(Self::$perm => perms!(@$effect)),* } }

            /// Whether external members may ever hold it (SPEC E9); what else they get is the host's policy.
            pub const fn external_ok(self) -> bool { match self { $(Self::$perm => perms!(@$external)),* } }
        }
    };
    (@read) => { true };
    (@act) => { false };
    (@external) => { true };
    (@never) => { false };
}

perms! {
    // Every member's ground: the organisation, its words, its people and places.
    OrganisationRead "organisation.read" Desk read needs OrganisationRead external;
    LabelRead "label.read" Desk read needs LabelRead external;
    OriginRead "origin.read" Desk read needs OriginRead external;
    ResolutionRead "resolution.read" Desk read needs ResolutionRead external;
    FieldRead "field.read" Desk read needs FieldRead external;
    HoursRead "hours.read" Desk read needs HoursRead external;
    CannedRead "canned.read" Desk read needs CannedRead external;
    TemplateRead "template.read" Desk read needs TemplateRead external;
    CatalogueRead "catalogue.read" Desk read needs CatalogueRead external;
    /// Names of teams. A hidden one only for its members and for who manages teams (E15).
    TeamRead "team.read" Ticket read needs TeamRead external;
    /// Names of channels, each placed in its default team.
    ChannelRead "channel.read" Ticket read needs ChannelRead external;
    /// Names, photos and presence of colleagues, each placed in their teams (E9: not beyond one's teams).
    DirectoryRead "directory.read" Ticket read needs DirectoryRead external;

    // Tickets.
    TicketRead "ticket.read" Ticket read needs TicketRead external;
    /// Messages and attachments.
    TicketReply "ticket.reply" Ticket act needs TicketRead external;
    NoteRead "note.read" Ticket read needs TicketRead external;
    NoteWrite "note.write" Ticket act needs TicketRead external;
    /// Subject, priority, labels, origin, custom fields.
    TicketEdit "ticket.edit" Ticket act needs TicketRead external;
    TicketClose "ticket.close" Ticket act needs TicketRead external;
    /// The dispenser: the oldest waiting ticket for me (R5).
    TicketTake "ticket.take" Ticket act needs TicketRead external;
    TicketTransfer "ticket.transfer" Ticket act needs TicketRead external;
    TicketTransferBulk "ticket.transfer_bulk" Ticket act needs TicketRead never;
    TicketHold "ticket.hold" Ticket act needs TicketRead external;
    TicketSnooze "ticket.snooze" Ticket act needs TicketRead external;
    /// Start a conversation. Decided at the facts that the new ticket will have.
    TicketOpen "ticket.open" Ticket act needs TicketRead external;
    TicketMerge "ticket.merge" Ticket act needs TicketRead external;
    TicketSplit "ticket.split" Ticket act needs TicketRead external;
    TemplateSend "template.send" Ticket act needs TicketRead external;
    CatalogueSend "catalogue.send" Ticket act needs TicketRead external;
    CallPlace "call.place" Ticket act needs TicketRead external;
    CallTransfer "call.transfer" Ticket act needs TicketRead external;
    /// Orders in one's own conversations.
    OrderConverse "order.converse" Ticket act needs TicketRead external;
    /// The connected-equipment panel and every other integration's.
    IntegrationView "integration.view" Ticket read needs TicketRead never;

    // Contacts.
    ContactRead "contact.read" Contact read needs ContactRead external;
    ContactCreate "contact.create" Desk act needs OrganisationRead external;
    ContactEdit "contact.edit" Contact act needs ContactRead external;
    /// The history of edits, with fields that an external advisor is not shown.
    ContactHistory "contact.history" Contact read needs ContactRead never;
    ContactMerge "contact.merge" Whole act needs ContactRead never;
    ContactExport "contact.export" Contact read needs ContactRead never;
    PortfolioAdd "portfolio.add" Contact act needs ContactRead never;
    /// Everybody's portfolios; one's own needs no permission.
    PortfolioRead "portfolio.read" Desk read needs OrganisationRead never;
    /// Take a contact out of somebody else's portfolio (R9).
    PortfolioRemove "portfolio.remove" Desk act needs PortfolioRead never;

    // Orders and payments.
    OrderRead "order.read" Order read needs OrderRead external;
    OrderCreate "order.create" Order act needs OrderRead never;
    OrderVoid "order.void" Order act needs OrderRead never;
    OrderDelete "order.delete" Order act needs OrderRead never;
    OrderComment "order.comment" Order act needs OrderRead never;
    OrderIndependent "order.independent" Order act needs OrderRead never;
    PaymentRead "payment.read" Order read needs PaymentRead never;
    PaymentReconcile "payment.reconcile" Order act needs PaymentRead never;
    PaymentReject "payment.reject" Order act needs PaymentRead never;
    PaymentReopen "payment.reopen" Order act needs PaymentRead never;
    PaymentComment "payment.comment" Order act needs PaymentRead never;

    // Reports.
    ReportConversation "report.conversation" Report read needs TicketRead never;
    ReportPayment "report.payment" Report read needs PaymentRead never;
    MonitorRead "monitor.read" Report read needs TicketRead never;

    // Managing.
    CannedManage "canned.manage" Desk act needs CannedRead never;
    HoursManage "hours.manage" Desk act needs HoursRead never;
    OriginManage "origin.manage" Desk act needs OriginRead never;
    ResolutionManage "resolution.manage" Desk act needs ResolutionRead never;
    LabelManage "label.manage" Desk act needs LabelRead never;
    FieldManage "field.manage" Desk act needs FieldRead never;
    TemplateManage "template.manage" Desk act needs TemplateRead never;
    CatalogueManage "catalogue.manage" Desk act needs CatalogueRead never;
    BroadcastDraft "broadcast.draft" Desk act needs OrganisationRead never;
    BroadcastSend "broadcast.send" Desk act needs OrganisationRead never;
    UserView "user.view" Desk read needs UserView never;
    UserCreate "user.create" Desk act needs UserView never;
    UserEdit "user.edit" Desk act needs UserView never;
    UserDelete "user.delete" Desk act needs UserView never;
    ViewAs "view.as" Desk act needs UserView never;
    ExternalInvite "external.invite" Desk act needs OrganisationRead never;
    TeamManage "team.manage" Ticket act needs TeamRead never;
    ChannelManage "channel.manage" Ticket act needs ChannelRead never;
    RoleRead "role.read" Desk read needs RoleRead never;
    RoleManage "role.manage" Desk act needs RoleRead never;
    IntegrationManage "integration.manage" Desk act needs IntegrationManage never;
    AuditRead "audit.read" Desk read needs AuditRead never;
    SettingsRead "settings.read" Desk read needs SettingsRead never;
    SettingsManage "settings.manage" Desk act needs SettingsRead never;
}

impl Perm {
    /// Held or not, never in part.
    pub const fn desk_wide(self) -> bool {
        matches!(self.kind(), Kind::Desk)
    }

    /// Where it can be switched on or off, when a role has it as optional.
    pub const fn scopes(self) -> &'static [ScopeKind] {
        match self.kind() {
            Kind::Desk | Kind::Whole => &[ScopeKind::Org],
            Kind::Ticket | Kind::Contact | Kind::Order | Kind::Report => &[ScopeKind::Org, ScopeKind::Channel, ScopeKind::Team],
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }
}

crate::text::as_text!(
    Perm,
    Perm::name,
    Perm::from_name,
    Some(Perm::ALL.iter().map(|p| p.name()).collect::<Vec<_>>())
);
