//! The built-in roles: SPEC's table *Roles*, row by row, and below it the reads that its lines imply.
//!
//! A cell is `Y` (always), `O` (optional, off), `o` (optional, on), `-`, or `own` (always, on own tickets only).
//! A mark behind the letter says of what the extent starts when it is not the role's reach: `*` the whole organisation,
//! `~` one's own teams, `=` own tickets. The tests hold this against the table as SPEC prints it.

use std::sync::LazyLock;

use crate::role::{Base, Cell, Role, RoleKey, RoleReach, State};
use crate::{Perm, Perm::*, Set};

macro_rules! builtins {
    ($($role:ident $name:literal $reach:ident),* $(,)?) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Builtin { $($role),* }

        impl Builtin {
            pub const ALL: &'static [Self] = &[$(Self::$role),*];
            pub const fn name(self) -> &'static str { match self { $(Self::$role => $name),* } }
            pub const fn reach(self) -> RoleReach { match self { $(Self::$role => RoleReach::$reach),* } }
            pub fn from_name(name: &str) -> Option<Self> { Self::ALL.iter().copied().find(|r| r.name() == name) }
        }
    };
}

builtins! {
    Admin "admin" Org,
    Supervisor "supervisor" Org,
    Coordinator "coordinator" Org,
    ConversationAgent "conversation_agent" Own,
    Operator "operator" Own,
    Advisor "advisor" Teams,
    // *host teams*: its teams are the host's, and the external cap keeps even its own tickets inside them.
    ExternalAdvisor "external_advisor" Teams,
    OrdersAdmin "orders_admin" None,
    Stakeholder "stakeholder" Org,
    ViewOnly "view_only" Org,
    // Not in the table: Supervisor with some optional permissions on (below it, and E12).
    Manager "manager" Org,
}

#[rustfmt::skip]
const TABLE: &[(&[Perm], &str)] = &[
    //                                                                     Adm Sup Coo Cnv Ope Adv Ext Ord Sta Vie
    (&[TicketReply, NoteRead, NoteWrite, TicketEdit, TicketClose],        "Y   Y   Y  own own  Y   Y   -   Y   -"),
    (&[TicketTake],                                                       "Y   -   -   O   -   Y   Y   -   -   -"),
    (&[TicketTransfer],                                                   "Y   Y   Y   O   -   o   o   -   Y   -"),
    (&[TicketTransferBulk],                                               "Y   -   -   -   -   -   -   -   -   -"),
    (&[ContactEdit],                                                      "Y   Y   O   O   O   O   O   -   Y   -"),
    (&[ContactHistory],                                                   "Y   Y   O   O   -   -   -   -   Y   Y"),
    (&[TemplateSend],                                                     "Y   Y   Y   Y   Y   Y   Y   -   Y   -"),
    (&[CatalogueSend],                                                    "Y   Y   Y   Y   -   Y   -   -   Y   -"),
    (&[CallPlace, CallTransfer],                                          "Y   Y   Y   Y   O   Y   Y   -   -   -"),
    (&[OrderConverse],                                                    "Y=  O=  O=  Y=  -   O=  -   Y=  Y=  -"),
    (&[OrderCreate, OrderVoid, OrderDelete, OrderComment],                "Y*  O*  -   -   -   -   -   Y*  Y*  -"),
    (&[OrderIndependent],                                                 "Y*  O*  -   O=  -   -   -   O*  -   -"),
    (&[PaymentReconcile, PaymentReject, PaymentReopen, PaymentComment],   "Y*  O*  -   -   -   -   -   O*  -   -"),
    (&[ReportConversation],                                               "Y   O   Y   Y   -   Y   -   -   Y   Y"),
    (&[ReportPayment],                                                    "Y*  O*  -   -   -   -   -   O*  Y*  -"),
    (&[MonitorRead],                                                      "Y   O   O   -   -   -   -   -   -   -"),
    (&[CannedManage, HoursManage, OriginManage, ResolutionManage],        "Y   -   Y   -   -   -   -   -   -   -"),
    (&[TemplateManage],                                                   "Y   -   Y   Y   -   -   -   -   Y   -"),
    (&[LabelManage],                                                      "Y   Y   Y   Y   -   -   -   -   Y   -"),
    (&[TicketHold, TicketSnooze],                                         "Y   Y   Y   o   o   o   o   -   Y   -"),
    (&[TicketOpen],                                                       "Y   Y   Y   Y   O   Y   O   -   Y   -"),
    (&[TicketMerge, TicketSplit],                                         "Y   Y   Y   O   -   O   -   -   -   -"),
    (&[ContactCreate],                                                    "Y   Y   Y   Y   O   Y   -   -   Y   -"),
    (&[ContactMerge],                                                     "Y   O   -   -   -   -   -   -   -   -"),
    (&[ContactExport],                                                    "Y   O   -   -   -   -   -   -   -   -"),
    (&[PortfolioAdd],                                                     "Y   Y   -   Y   -   Y   -   -   Y   -"),
    (&[PortfolioRead],                                                    "Y   Y   -   -   -   -   -   -   -   -"),
    (&[BroadcastDraft],                                                   "Y   Y   Y   O   -   Y   -   -   -   -"),
    (&[BroadcastSend],                                                    "Y   Y   Y   -   -   -   -   -   -   -"),
    (&[CatalogueManage],                                                  "Y   O   -   -   -   -   -   Y   -   -"),
    (&[ViewAs],                                                           "Y   -   -   -   -   -   -   -   -   -"),
    (&[UserView, UserCreate, UserEdit, UserDelete],                       "Y   -   O   -   -   -   -   -   -   -"),
    (&[ExternalInvite],                                                   "Y   O   -   -   -   -   -   -   -   -"),
    (&[IntegrationView],                                                  "Y   Y   Y   O   -   Y   -   -   -   -"),
    (&[TeamManage, ChannelManage, RoleManage, IntegrationManage],         "Y*  -   -   -   -   -   -   -   -   -"),
    (&[RoleRead, AuditRead, SettingsRead, SettingsManage],                "Y   -   -   -   -   -   -   -   -   -"),
    // Line R9: only its owner and administrators take a contact out of a portfolio. Custom fields (G1) are settings.
    (&[PortfolioRemove, FieldManage],                                     "Y   -   -   -   -   -   -   -   -   -"),

    // The reads. Row *reach* is ticket.read, and a contact is seen through the tickets that are.
    (&[TicketRead, ContactRead],                                          "Y   Y   Y   Y   Y   Y   Y   -   Y   Y"),
    // Whoever has or may be given something to do with orders or payments may look at them.
    (&[OrderRead],                                                        "Y*  Y*  Y   Y   -   Y   -   Y*  Y*  -"),
    (&[PaymentRead],                                                      "Y*  Y*  -   -   -   -   -   Y*  Y*  -"),
    // What every member needs to work. C1 and E9: operators and external advisors know their own teams only.
    (&[OrganisationRead, LabelRead, OriginRead, ResolutionRead, FieldRead], "Y Y   Y   Y   Y   Y   Y   Y   Y   Y"),
    (&[CannedRead, TemplateRead, HoursRead],                              "Y   Y   Y   Y   Y   Y   Y   -   Y   -"),
    (&[CatalogueRead],                                                    "Y   Y   Y   Y   -   Y   -   Y   Y   -"),
    (&[TeamRead, ChannelRead, DirectoryRead],                             "Y*  Y*  Y*  Y*  Y~  Y*  Y~  Y*  Y*  Y*"),
];

fn cell(perm: Perm, word: &str) -> Option<Cell> {
    let (letter, mark) = word.split_at(1);
    let state = match letter {
        "-" => return None,
        "Y" => State::Always,
        "O" => State::Off,
        "o" if mark != "wn" => State::On,
        "o" => {
            return Some(Cell {
                state: State::Always,
                base: Base::Own,
            });
        }
        _ => unreachable!("a cell of the table is one of Y O o - own"),
    };
    let base = match mark {
        "*" => Base::Desk,
        "~" => Base::Teams,
        "=" => Base::Own,
        _ if perm == TicketTake => Base::Pool,
        _ if perm.desk_wide() => Base::Desk,
        _ => Base::Reach,
    };
    Some(Cell { state, base })
}

/// Whom the holders of a built-in role may make. An organisation's administrators may change it.
fn gives(role: Builtin) -> Set<RoleKey> {
    match role {
        Builtin::Admin => Set::any(),
        Builtin::Coordinator => Set::only([Builtin::Operator.into()]),
        Builtin::Manager => Set::only([Builtin::Operator.into(), Builtin::ConversationAgent.into(), Builtin::Advisor.into()]),
        _ => Set::none(),
    }
}

fn column(role: Builtin, index: usize) -> Role {
    let cells = TABLE.iter().flat_map(|(perms, words)| {
        let word = words.split_whitespace().nth(index).unwrap_or("-");
        perms.iter().filter_map(move |perm| Some((*perm, cell(*perm, word)?)))
    });
    Role {
        key: role.into(),
        reach: role.reach(),
        cells: cells.collect(),
        gives: gives(role),
    }
}

static ROLES: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let mut roles: Vec<Role> = Builtin::ALL.iter().enumerate().map(|(i, role)| column(*role, i)).collect();
    let mut cells = roles[Builtin::Supervisor as usize].cells.clone();
    for perm in [ExternalInvite, TeamManage, UserView, UserCreate, BroadcastDraft, BroadcastSend] {
        let state = cells
            .get(&perm)
            .map_or(State::On, |cell| if cell.state == State::Off { State::On } else { cell.state });
        cells.insert(perm, Cell { state, base: Base::Desk });
    }
    roles[Builtin::Manager as usize].cells = cells;
    roles
});

/// All of them, in the order of SPEC's table, then Manager.
pub fn builtin_roles() -> &'static [Role] {
    &ROLES
}

impl Builtin {
    pub fn role(self) -> &'static Role {
        &ROLES[self as usize]
    }
}
