//! What is to be said, to whom, in which language.

use std::collections::BTreeMap;

use kit::{Email, Locale};

/// Words of somebody, as they are passed on: text and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Quote {
    pub who: String,
    pub text: String,
    /// Names of what came with it.
    pub files: Vec<String>,
}

/// One letter to one person. `Debug` leaves the path out: it may hold a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Email,
    pub locale: Locale,
    pub template: Template,
    pub params: BTreeMap<&'static str, String>,
    /// What is passed on of a conversation, in its order.
    pub quotes: Vec<Quote>,
    /// In whose name it is sent; none is Relevo's own. The address is always the configured one.
    pub sender: Option<String>,
    /// Where the button leads: a path of the panel with its query. The address before it is always the configured one.
    pub path: Option<String>,
}

impl Letter {
    pub fn new(to: Email, locale: Locale, template: Template) -> Self {
        Self {
            to,
            locale,
            template,
            params: BTreeMap::new(),
            quotes: Vec::new(),
            sender: None,
            path: None,
        }
    }

    /// Sets a named value of the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    /// Sets where the button leads.
    #[must_use]
    pub fn leading_to(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter")
            .field("template", &self.template)
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $key:literal: [$($param:literal),*], button: $button:literal;)*) => {
        /// Every letter that Relevo writes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Template {
            $($(#[$doc])* $name,)*
        }

        impl Template {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its key in the catalogues.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// The values that it needs, no more and no fewer.
            pub const fn params(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($param),*]),* }
            }

            /// Whether it has a button, and so needs a path.
            pub const fn has_button(self) -> bool {
                match self { $(Self::$name => $button),* }
            }
        }
    };
}

templates! {
    /// A new person is invited (R2).
    Invitation = "invitation": ["first_name", "inviter", "organisation", "expires"], button: true;
    /// The invitation again, with a new link; the old one is dead.
    InvitationRenewed = "invitation_renewed": ["first_name", "organisation", "expires"], button: true;
    /// To administrators: somebody whose invitation expired asks for another.
    InvitationWanted = "invitation_wanted": ["name", "email", "organisation"], button: true;
    /// The invitation was accepted.
    Welcome = "welcome": ["first_name", "organisation"], button: true;
    /// Another organisation borrows this person (E6).
    WelcomeExternal = "welcome_external": ["first_name", "inviter", "organisation", "teams"], button: true;
    MembershipEnded = "membership_ended": ["first_name", "organisation"], button: false;
    PasswordReset = "password_reset": ["first_name", "expires"], button: true;
    PasswordResetByAdmin = "password_reset_by_admin": ["first_name", "organisation", "expires"], button: true;
    PasswordChanged = "password_changed": ["first_name", "at", "address"], button: true;
    /// To the new address.
    EmailConfirmation = "email_confirmation": ["first_name", "email", "expires"], button: true;
    /// To the old address.
    EmailChanged = "email_changed": ["first_name", "at", "email"], button: false;
    NewSignIn = "new_sign_in": ["first_name", "at", "address", "agent"], button: true;
    TwoFactorOn = "two_factor_on": ["first_name", "at"], button: true;
    TwoFactorOff = "two_factor_off": ["first_name", "at"], button: true;
    RecoveryCodeUsed = "recovery_code_used": ["first_name", "at", "left"], button: true;
    /// Notices of tickets hold the number and the link, never the text.
    TicketAssigned = "ticket_assigned": ["first_name", "number", "organisation"], button: true;
    TicketMentioned = "ticket_mentioned": ["first_name", "number", "organisation"], button: true;
    TicketReplied = "ticket_replied": ["first_name", "number", "organisation"], button: true;
    /// A colleague asks for a permission that is theirs to give (X2); and what became of what they asked for.
    PermissionAsked = "permission_asked": ["first_name", "person", "organisation"], button: true;
    PermissionGranted = "permission_granted": ["first_name", "organisation"], button: true;
    PermissionRefused = "permission_refused": ["first_name", "organisation"], button: true;
    /// To a customer: answers in a web chat that they were not there to see (quoted below its first lines).
    AnswerUnseen = "answer_unseen": ["organisation", "team", "expires"], button: true;
    /// An administrator tries whether mail works.
    Trial = "trial": [], button: false;
}
