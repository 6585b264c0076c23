//! SPEC's table *Roles*, as it is printed there, held against the built-in roles cell by cell.

use access::{Base, Builtin, Cell, Perm, Perm::*, Role, RoleReach, State, builtin_roles};

const SPEC: &str = "
| reach | org | org | org | own | own | teams | host teams | – | org | org |
| reply, notes, attachments, close | Y | Y | Y | own | own | Y | Y | – | Y | – |
| dispenser (reach becomes pool) | Y | – | – | O | – | Y | Y | – | – | – |
| transfer | Y | Y | Y | O | – | o | o, within host teams | – | Y | – |
| bulk transfer | Y | – | – | – | – | – | – | – | – | – |
| contact.edit (per channel too) | Y | Y | O | O | O | O | O, host's fields | – | Y | – |
| contact history | Y | Y | O | O | – | – | – | – | Y | Y |
| send templates | Y | Y | Y | Y | Y | Y | Y | – | Y | – |
| send catalogue | Y | Y | Y | Y | – | Y | – | – | Y | – |
| calls, call transfer | Y | Y | Y | Y | O | Y | Y | – | – | – |
| orders in own conversations | Y | O | O | Y | – | O | – | Y | Y | – |
| orders section: create, void, delete, comment | Y | O | – | – | – | – | – | Y | Y | – |
| independent orders | Y | O | – | O | – | – | – | O | – | – |
| reconcile, reject, reopen, comment payments | Y | O | – | – | – | – | – | O | – | – |
| conversation reports | Y | O | Y | Y within reach | – | Y within reach | – | – | Y | Y |
| payment reports | Y | O | – | – | – | – | – | O | Y | – |
| monitoring table | Y | O | O | – | – | – | – | – | – | – |
| canned, hours, origins, resolutions: manage | Y | – | Y | – | – | – | – | – | – | – |
| templates: manage | Y | – | Y | Y | – | – | – | – | Y | – |
| labels: manage | Y | Y | Y | Y | – | – | – | – | Y | – |
| hold, snooze | Y | Y | Y | o | o | o | o | – | Y | – |
| start a conversation (outbound ticket) | Y | Y | Y | Y | O | Y | O | – | Y | – |
| merge, split tickets | Y | Y | Y | O | – | O | – | – | – | – |
| contacts: create / merge / export | Y / Y / Y | Y / O / O | Y / – / – | Y / – / – | O / – / – | Y / – / – | – | – | Y / – / – | – |
| portfolio: add own / see all | Y / Y | Y / Y | – | Y / – | – | Y / – | – | – | Y / – | – |
| broadcast: draft / approve and send | Y / Y | Y / Y | Y / Y | O / – | – | Y / – | – | – | – | – |
| catalogue: manage | Y | O | – | – | – | – | – | Y | – | – |
| view as | Y | – | – | – | – | – | – | – | – | – |
| users: view, create, edit, delete | Y | – | O each | – | – | – | – | – | – | – |
| invite external advisors | Y | O | – | – | – | – | – | – | – | – |
| equipment / integration panels | Y | Y | Y | O | – | Y | **never** | – | – | – |
| teams, channels, roles, integrations, audit, settings | Y | – | – | – | – | – | – | – | – | – |
";

/// Per row of SPEC, the permissions of each of its parts (`create / merge / export` has three).
const ROWS: &[(&str, &[&[Perm]])] = &[
    (
        "reply, notes, attachments, close",
        &[&[TicketReply, NoteRead, NoteWrite, TicketEdit, TicketClose]],
    ),
    ("dispenser (reach becomes pool)", &[&[TicketTake]]),
    ("transfer", &[&[TicketTransfer]]),
    ("bulk transfer", &[&[TicketTransferBulk]]),
    ("contact.edit (per channel too)", &[&[ContactEdit]]),
    ("contact history", &[&[ContactHistory]]),
    ("send templates", &[&[TemplateSend]]),
    ("send catalogue", &[&[CatalogueSend]]),
    ("calls, call transfer", &[&[CallPlace, CallTransfer]]),
    ("orders in own conversations", &[&[OrderConverse]]),
    (
        "orders section: create, void, delete, comment",
        &[&[OrderCreate, OrderVoid, OrderDelete, OrderComment]],
    ),
    ("independent orders", &[&[OrderIndependent]]),
    (
        "reconcile, reject, reopen, comment payments",
        &[&[PaymentReconcile, PaymentReject, PaymentReopen, PaymentComment]],
    ),
    ("conversation reports", &[&[ReportConversation]]),
    ("payment reports", &[&[ReportPayment]]),
    ("monitoring table", &[&[MonitorRead]]),
    (
        "canned, hours, origins, resolutions: manage",
        &[&[CannedManage, HoursManage, OriginManage, ResolutionManage]],
    ),
    ("templates: manage", &[&[TemplateManage]]),
    ("labels: manage", &[&[LabelManage]]),
    ("hold, snooze", &[&[TicketHold, TicketSnooze]]),
    ("start a conversation (outbound ticket)", &[&[TicketOpen]]),
    ("merge, split tickets", &[&[TicketMerge, TicketSplit]]),
    (
        "contacts: create / merge / export",
        &[&[ContactCreate], &[ContactMerge], &[ContactExport]],
    ),
    ("portfolio: add own / see all", &[&[PortfolioAdd], &[PortfolioRead]]),
    ("broadcast: draft / approve and send", &[&[BroadcastDraft], &[BroadcastSend]]),
    ("catalogue: manage", &[&[CatalogueManage]]),
    ("view as", &[&[ViewAs]]),
    (
        "users: view, create, edit, delete",
        &[&[UserView, UserCreate, UserEdit, UserDelete]],
    ),
    ("invite external advisors", &[&[ExternalInvite]]),
    ("equipment / integration panels", &[&[IntegrationView]]),
    (
        "teams, channels, roles, integrations, audit, settings",
        &[&[
            TeamManage,
            ChannelManage,
            RoleRead,
            RoleManage,
            IntegrationManage,
            AuditRead,
            SettingsRead,
            SettingsManage,
        ]],
    ),
];

/// What the table does not print: reads that its lines imply, and two acts of lines R9 and G1.
const BESIDE: &[Perm] = &[
    OrganisationRead,
    LabelRead,
    OriginRead,
    ResolutionRead,
    FieldRead,
    HoursRead,
    CannedRead,
    TemplateRead,
    CatalogueRead,
    TeamRead,
    ChannelRead,
    DirectoryRead,
    TicketRead,
    ContactRead,
    OrderRead,
    PaymentRead,
    PortfolioRemove,
    FieldManage,
];

fn lines() -> Vec<Vec<&'static str>> {
    SPEC.trim()
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// What a word of the table says about the state and, where it does, about the extent.
fn expect(word: &str, role: &Role, perm: Perm, cell: Option<Cell>) {
    let letter = word.split([',', ' ']).next().unwrap();
    let at = || format!("{} {perm}: {word}", role.key);
    match letter {
        "–" | "**never**" => assert_eq!(cell, None, "{}", at()),
        "Y" => assert_eq!(cell.map(|c| c.state), Some(State::Always), "{}", at()),
        "O" => assert_eq!(cell.map(|c| c.state), Some(State::Off), "{}", at()),
        "o" => assert_eq!(cell.map(|c| c.state), Some(State::On), "{}", at()),
        "own" => assert_eq!(
            cell,
            Some(Cell {
                state: State::Always,
                base: Base::Own
            }),
            "{}",
            at()
        ),
        other => panic!("{other}"),
    }
    if word.ends_with("within reach") {
        assert_eq!(cell.map(|c| c.base), Some(Base::Reach), "{}", at());
    }
}

#[test]
fn every_cell_is_as_spec_prints_it() {
    let roles = &builtin_roles()[..10];
    let mut seen = 0;
    for line in &lines()[1..] {
        let (_, parts) = ROWS
            .iter()
            .find(|(name, _)| *name == line[0])
            .unwrap_or_else(|| panic!("{}", line[0]));
        assert_eq!(line.len(), 11, "{}", line[0]);
        for (role, cell) in roles.iter().zip(&line[1..]) {
            let words: Vec<&str> = cell.split(" / ").collect();
            for (i, perms) in parts.iter().enumerate() {
                let word = if words.len() == 1 { words[0] } else { words[i] };
                for perm in *perms {
                    expect(word, role, *perm, role.cell(*perm));
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(lines().len() - 1, ROWS.len());
    assert_eq!(
        seen,
        10 * (Perm::ALL.len() - BESIDE.len()),
        "every permission is in one row, or beside the table"
    );
}

#[test]
fn reaches_are_as_spec_prints_them() {
    let words = &lines()[0][1..];
    for (role, word) in builtin_roles().iter().zip(words) {
        let reach = match *word {
            "org" => RoleReach::Org,
            "own" => RoleReach::Own,
            "teams" | "host teams" => RoleReach::Teams,
            "–" => RoleReach::None,
            other => panic!("{other}"),
        };
        assert_eq!(role.reach, reach, "{}", role.key);
    }
}

#[test]
fn manager_is_supervisor_with_a_few_on() {
    let (manager, supervisor) = (Builtin::Manager.role(), Builtin::Supervisor.role());
    let on = [ExternalInvite, TeamManage, UserView, UserCreate];
    for perm in Perm::ALL {
        if on.contains(perm) {
            assert_eq!(manager.cell(*perm).map(|c| c.state), Some(State::On), "{perm}");
        } else {
            assert_eq!(manager.cell(*perm), supervisor.cell(*perm), "{perm}");
        }
    }
    for perm in [BroadcastDraft, BroadcastSend] {
        assert_eq!(manager.cell(perm).map(|c| c.state), Some(State::Always));
    }
}

#[test]
fn every_permission_has_its_own_name_and_a_read_that_needs_nothing_else() {
    let names: std::collections::BTreeSet<&str> = Perm::ALL.iter().map(|p| p.name()).collect();
    assert_eq!(names.len(), Perm::ALL.len());
    for perm in Perm::ALL {
        let read = perm.read_of();
        assert_eq!(Perm::from_name(perm.name()), Some(*perm));
        assert!(read.reads() || read == *perm, "{perm}");
        assert!(
            !perm.external_ok() || read.external_ok(),
            "{perm}: what needs a read that externals never have is never theirs"
        );
    }
}

#[test]
fn every_cell_of_a_builtin_role_comes_with_its_read() {
    for role in builtin_roles() {
        for perm in role
            .cells
            .keys()
            .filter(|p| role.reach != RoleReach::None || p.read_of() != TicketRead)
        {
            let read = role.cell(perm.read_of());
            assert!(read.is_some(), "{}: {perm} without {}", role.key, perm.read_of());
        }
    }
}
