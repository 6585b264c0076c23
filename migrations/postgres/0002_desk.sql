-- The domain's tables. Every key leads with org_id; the exceptions (accounts and what hangs from them, and the look-ups
-- from a secret's hash or a channel's address to its organisation) are listed in ARCHITECTURE.md.
-- Ids are UUIDv7 in 16 bytes; times are UTC microseconds; JSON only where nothing is queried inside it.

-- ---------------------------------------------------------------- people

CREATE TABLE organisation (
  id          BYTEA  NOT NULL PRIMARY KEY,
  name        TEXT   NOT NULL,
  locale      TEXT   NOT NULL,
  time_zone   TEXT   NOT NULL,
  country     TEXT   NOT NULL,            -- ISO 3166 alpha-2: the country of numbers typed without a prefix
  state       TEXT   NOT NULL,            -- active | suspended
  settings    TEXT   NOT NULL,            -- JSON: see desk::organisation::Settings
  created_at  BIGINT NOT NULL
);

CREATE TABLE account (
  id             BYTEA  NOT NULL PRIMARY KEY,
  home_org       BYTEA  REFERENCES organisation (id),
  first_name     TEXT   NOT NULL,
  last_name      TEXT   NOT NULL,
  email          TEXT   NOT NULL,         -- as typed
  email_folded   TEXT   NOT NULL,
  phone          TEXT,                    -- E.164
  locale         TEXT   NOT NULL,
  time_zone      TEXT   NOT NULL,
  state          TEXT   NOT NULL,         -- active | suspended
  frozen         BOOLEAN NOT NULL,        -- external memberships rest until the owner proves phone and e-mail again
  password_hash  TEXT,                    -- argon2id, PHC string
  totp_secret    BYTEA,                    -- set while two-factor is being enrolled and after
  totp_on        BOOLEAN NOT NULL,
  totp_step      BIGINT NOT NULL,         -- the last time step used: a code serves once
  preferences    TEXT   NOT NULL,         -- JSON: theme, notification choices, order of the side's sections
  epoch          BIGINT NOT NULL,         -- raised by every change that decides what this person may do
  created_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_email_key ON account (email_folded);
CREATE UNIQUE INDEX account_phone_key ON account (phone) WHERE phone IS NOT NULL;

CREATE TABLE recovery_code (
  account_id  BYTEA  NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  code_hash   BYTEA  NOT NULL,
  used_at     BIGINT,
  PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE session (
  id           BYTEA  NOT NULL PRIMARY KEY,
  secret_hash  BYTEA  NOT NULL,
  account_id   BYTEA  NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at   BIGINT NOT NULL,
  seen_at      BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  address      TEXT   NOT NULL,
  agent        TEXT   NOT NULL
);
CREATE UNIQUE INDEX session_secret_key ON session (secret_hash);
CREATE INDEX session_account ON session (account_id, seen_at);

-- Single-use secrets sent by mail or shown once: password reset, first set-up.
CREATE TABLE secret (
  secret_hash  BYTEA  NOT NULL PRIMARY KEY,
  purpose      TEXT   NOT NULL,           -- reset | setup | email
  account_id   BYTEA  REFERENCES account (id) ON DELETE CASCADE,
  body         TEXT   NOT NULL,           -- JSON: what the purpose needs (a new address to confirm)
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  used_at      BIGINT
);
CREATE INDEX secret_account ON secret (account_id, purpose);

-- One limiter for everything that checks a secret (generic cell rate: the time at which the bucket is empty again).
CREATE TABLE attempt (
  bucket      TEXT   NOT NULL PRIMARY KEY,
  empty_at    BIGINT NOT NULL
);

CREATE TABLE member (
  org_id        BYTEA   NOT NULL REFERENCES organisation (id),
  id            BYTEA   NOT NULL,
  account_id    BYTEA   REFERENCES account (id),   -- none while invited, and for services
  kind          TEXT    NOT NULL,         -- person | service
  state         TEXT    NOT NULL,         -- invited | active | suspended | removed
  first_name    TEXT    NOT NULL,
  last_name     TEXT    NOT NULL,
  email         TEXT    NOT NULL,
  email_folded  TEXT    NOT NULL,
  phone         TEXT,
  photo_id      BYTEA,
  locale        TEXT    NOT NULL,
  signature     TEXT    NOT NULL,
  presence      TEXT    NOT NULL,         -- online | paused | offline | invisible
  presence_at   BIGINT  NOT NULL,
  connected_until BIGINT,                 -- when this person is put offline, unless they say that they are still there (C10)
  quota         BIGINT,                   -- open tickets up to which they are given others; none: as the organisation says
  given_at      BIGINT,                   -- when they were last given one
  narrowing     TEXT,                     -- JSON: access::Term that everything this member has is cut to
  policy        TEXT,                     -- JSON: what the host lets an external member hold
  until         BIGINT,                   -- the end of an external membership
  epoch         BIGINT  NOT NULL,
  invited_by    BYTEA,
  created_at    BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX member_email_key ON member (org_id, email_folded) WHERE state <> 'removed' AND kind = 'person';
CREATE UNIQUE INDEX member_account_key ON member (org_id, account_id) WHERE account_id IS NOT NULL AND state <> 'removed';
CREATE INDEX member_of_account ON member (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE role (
  org_id      BYTEA   NOT NULL REFERENCES organisation (id),
  id          BYTEA   NOT NULL,
  builtin     TEXT,                       -- the built-in role it is, if it is one: admin, supervisor …
  name        TEXT    NOT NULL,           -- of a custom role; built-in ones are named by the catalogue
  hidden      BOOLEAN NOT NULL,
  definition  TEXT,                       -- JSON: access::Role, of a custom role
  gives       TEXT,                       -- JSON: the roles its holders may give; none: as built in
  created_at  BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX role_builtin_key ON role (org_id, builtin) WHERE builtin IS NOT NULL;

CREATE TABLE member_role (
  org_id     BYTEA NOT NULL,
  member_id  BYTEA NOT NULL,
  role_id    BYTEA NOT NULL,
  PRIMARY KEY (org_id, member_id, role_id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
  FOREIGN KEY (org_id, role_id) REFERENCES role (org_id, id)
);
CREATE INDEX member_role_role ON member_role (org_id, role_id);

-- Optional permissions and grants, one shape.
CREATE TABLE switch (
  org_id      BYTEA   NOT NULL,
  id          BYTEA   NOT NULL,
  member_id   BYTEA   NOT NULL,
  role_id     BYTEA,                       -- the role whose option this is; it dies with it
  permission  TEXT    NOT NULL,
  scope       TEXT    NOT NULL,           -- org | channel | team
  scope_id    BYTEA,
  is_on       BOOLEAN NOT NULL,
  until       BIGINT,
  given_by    BYTEA   NOT NULL,
  given_at    BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX switch_member ON switch (org_id, member_id);
CREATE INDEX switch_scope ON switch (org_id, scope_id) WHERE scope_id IS NOT NULL;

CREATE TABLE team (
  org_id       BYTEA   NOT NULL REFERENCES organisation (id),
  id           BYTEA   NOT NULL,
  name         TEXT    NOT NULL,
  name_folded  TEXT    NOT NULL,
  description  TEXT    NOT NULL,
  hidden       BOOLEAN NOT NULL,
  mode         TEXT    NOT NULL,         -- how what waits is shared out: manual | round_robin | least_busy | quota
  parent_id    BYTEA,
  archived_at  BIGINT,
  created_at   BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX team_name_key ON team (org_id, name_folded) WHERE archived_at IS NULL;

CREATE TABLE team_member (
  org_id      BYTEA   NOT NULL,
  team_id     BYTEA   NOT NULL,
  member_id   BYTEA   NOT NULL,
  is_default  BOOLEAN NOT NULL,
  joined_at   BIGINT  NOT NULL,
  PRIMARY KEY (org_id, team_id, member_id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX team_member_member ON team_member (org_id, member_id);

-- Who could be given a ticket of a team now, the next first: at work there, with a place free. A hint that the reader `sharing` keeps from
-- what it reads; what it gives by it is checked against the rows themselves.
CREATE TABLE ready (
  org_id     BYTEA   NOT NULL,
  team_id    BYTEA   NOT NULL,
  member_id  BYTEA   NOT NULL,
  turn       BIGINT NOT NULL,             -- by the team's mode: the lowest is next
  given_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, team_id, member_id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX ready_next ON ready (org_id, team_id, turn, given_at, member_id);
CREATE INDEX ready_member ON ready (org_id, member_id);

CREATE TABLE invitation (
  org_id        BYTEA  NOT NULL,
  id            BYTEA  NOT NULL,
  member_id     BYTEA  NOT NULL,
  secret_hash   BYTEA  NOT NULL,
  created_by    BYTEA  NOT NULL,
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL,
  used_at       BIGINT,
  cancelled_at  BIGINT,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE UNIQUE INDEX invitation_secret_key ON invitation (secret_hash);
CREATE INDEX invitation_member ON invitation (org_id, member_id);

-- What an organisation says about lending its people (E5). None: anyone may borrow them.
CREATE TABLE lending (
  org_id  BYTEA NOT NULL PRIMARY KEY REFERENCES organisation (id),
  rule    TEXT  NOT NULL               -- anyone | named | approval
);

-- Those whom the rule `named` means.
CREATE TABLE lending_to (
  org_id       BYTEA NOT NULL REFERENCES organisation (id),
  borrower_id  BYTEA NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (org_id, borrower_id)
);

-- Somebody at home elsewhere who is wanted here. Where their home says so, it is asked first.
CREATE TABLE loan (
  org_id      BYTEA  NOT NULL REFERENCES organisation (id),
  id          BYTEA  NOT NULL,
  account_id  BYTEA  NOT NULL REFERENCES account (id),
  home_id     BYTEA  NOT NULL REFERENCES organisation (id),
  state       TEXT   NOT NULL,         -- asked | given | refused | withdrawn | lapsed
  terms       TEXT   NOT NULL,         -- JSON: roles, teams, end
  member_id   BYTEA,                    -- whom they became
  asked_by    BYTEA  NOT NULL,
  asked_at    BIGINT NOT NULL,
  decided_by  BYTEA,                    -- a member of the home organisation
  decided_at  BIGINT,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX loan_asked_key ON loan (org_id, account_id) WHERE state = 'asked';
-- What a home is asked, and one of its loans by its id.
CREATE INDEX loan_home ON loan (home_id, state, asked_at, id);

-- An administrator looks through a member's eyes, and changes nothing (X2).
CREATE TABLE viewing (
  org_id     BYTEA   NOT NULL,
  id         BYTEA   NOT NULL,
  viewer_id  BYTEA   NOT NULL,
  member_id  BYTEA   NOT NULL,
  until      BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, viewer_id) REFERENCES member (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX viewing_age ON viewing (until);

CREATE TABLE permission_request (
  org_id      BYTEA  NOT NULL,
  id          BYTEA  NOT NULL,
  member_id   BYTEA  NOT NULL,          -- who asks
  permission  TEXT   NOT NULL,
  scope       TEXT   NOT NULL,          -- org | channel | team
  scope_id    BYTEA,
  ticket_id   BYTEA,                    -- at which it was missed
  state       TEXT   NOT NULL,          -- asked | granted | refused | withdrawn | expired
  asked_at    BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  decided_by  BYTEA,
  decided_at  BIGINT,
  until       BIGINT,                   -- of what was granted
  reason      TEXT   NOT NULL,          -- of what was refused; else empty
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
-- What waits for an answer.
CREATE INDEX permission_request_open ON permission_request (org_id, asked_at, id) WHERE state = 'asked';
-- A member's own.
CREATE INDEX permission_request_member ON permission_request (org_id, member_id, asked_at, id);
CREATE INDEX permission_request_age ON permission_request (asked_at);

CREATE TABLE token (
  org_id       BYTEA  NOT NULL,
  id           BYTEA  NOT NULL,
  member_id    BYTEA  NOT NULL,
  secret_hash  BYTEA  NOT NULL,
  name         TEXT   NOT NULL,
  permissions  TEXT,                      -- JSON list; none means all that its maker holds
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  used_at      BIGINT,
  revoked_at   BIGINT,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE UNIQUE INDEX token_secret_key ON token (secret_hash);
CREATE INDEX token_member ON token (org_id, member_id);

-- ---------------------------------------------------------------- words an organisation chooses

CREATE TABLE label (
  org_id       BYTEA  NOT NULL REFERENCES organisation (id),
  id           BYTEA  NOT NULL,
  name         TEXT   NOT NULL,
  name_folded  TEXT   NOT NULL,
  colour       TEXT   NOT NULL,
  archived_at  BIGINT,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX label_name_key ON label (org_id, name_folded) WHERE archived_at IS NULL;

CREATE TABLE origin (
  org_id       BYTEA  NOT NULL REFERENCES organisation (id),
  id           BYTEA  NOT NULL,
  name         TEXT   NOT NULL,
  name_folded  TEXT   NOT NULL,
  archived_at  BIGINT,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX origin_name_key ON origin (org_id, name_folded) WHERE archived_at IS NULL;

-- The origins a member serves; none listed means all.
CREATE TABLE member_origin (
  org_id     BYTEA NOT NULL,
  member_id  BYTEA NOT NULL,
  origin_id  BYTEA NOT NULL,
  PRIMARY KEY (org_id, member_id, origin_id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
  FOREIGN KEY (org_id, origin_id) REFERENCES origin (org_id, id)
);

CREATE TABLE resolution (
  org_id       BYTEA  NOT NULL REFERENCES organisation (id),
  id           BYTEA  NOT NULL,
  name         TEXT   NOT NULL,
  name_folded  TEXT   NOT NULL,
  archived_at  BIGINT,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX resolution_name_key ON resolution (org_id, name_folded) WHERE archived_at IS NULL;

CREATE TABLE field (
  org_id       BYTEA   NOT NULL REFERENCES organisation (id),
  id           BYTEA   NOT NULL,
  subject      TEXT    NOT NULL,          -- ticket | contact
  name         TEXT    NOT NULL,
  name_folded  TEXT    NOT NULL,
  kind         TEXT    NOT NULL,          -- text | number | date | choice | boolean
  choices      TEXT    NOT NULL,          -- JSON list of strings, of a choice
  required     BOOLEAN NOT NULL,
  position     BIGINT  NOT NULL,
  archived_at  BIGINT,
  created_at   BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX field_name_key ON field (org_id, subject, name_folded) WHERE archived_at IS NULL;

CREATE TABLE category (
  org_id       BYTEA  NOT NULL REFERENCES organisation (id),
  id           BYTEA  NOT NULL,
  name         TEXT   NOT NULL,
  name_folded  TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX category_name_key ON category (org_id, name_folded);

CREATE TABLE canned (
  org_id       BYTEA  NOT NULL REFERENCES organisation (id),
  id           BYTEA  NOT NULL,
  category_id  BYTEA,
  team_id      BYTEA,                      -- none: for everybody
  shortcut     TEXT   NOT NULL,
  name         TEXT   NOT NULL,
  body         TEXT   NOT NULL,
  locale       TEXT,
  created_by   BYTEA  NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX canned_shortcut_key ON canned (org_id, shortcut);

CREATE TABLE canned_file (
  org_id     BYTEA  NOT NULL,
  canned_id  BYTEA  NOT NULL,
  file_id    BYTEA  NOT NULL,
  position   BIGINT NOT NULL,
  PRIMARY KEY (org_id, canned_id, file_id),
  FOREIGN KEY (org_id, canned_id) REFERENCES canned (org_id, id) ON DELETE CASCADE
);

-- ---------------------------------------------------------------- channels and contacts

CREATE TABLE channel (
  org_id      BYTEA  NOT NULL REFERENCES organisation (id),
  id          BYTEA  NOT NULL,
  kind        TEXT   NOT NULL,            -- webchat | api | whatsapp | telegram
  name        TEXT   NOT NULL,
  address     TEXT   NOT NULL,            -- public: the widget's key, the API channel's handle
  team_id     BYTEA  NOT NULL,            -- where its tickets go when nothing else says
  state       TEXT   NOT NULL,            -- active | paused | archived
  secret      TEXT   NOT NULL,            -- made by us: signs identified visitors, outbound deliveries; a provider says it back
  credentials TEXT   NOT NULL,            -- JSON of what a provider gave: tokens and secrets, by name
  settings    TEXT   NOT NULL,            -- JSON of the kind's own settings
  last_in_at  BIGINT,
  last_out_at BIGINT,
  failing_since BIGINT,                   -- none while what leaves does leave
  failure     TEXT,                       -- code of why it does not
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id)
);
CREATE UNIQUE INDEX channel_address_key ON channel (kind, address);

-- The channels a member serves; none listed means all.
CREATE TABLE member_channel (
  org_id      BYTEA NOT NULL,
  member_id   BYTEA NOT NULL,
  channel_id  BYTEA NOT NULL,
  PRIMARY KEY (org_id, member_id, channel_id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id),
  FOREIGN KEY (org_id, channel_id) REFERENCES channel (org_id, id)
);

-- For whom contacts work. A company that was taken away keeps its row: history still says what it was called.
CREATE TABLE company (
  org_id          BYTEA   NOT NULL REFERENCES organisation (id),
  id              BYTEA   NOT NULL,
  name            TEXT   NOT NULL,
  name_folded     TEXT   NOT NULL,
  document        TEXT,
  country         TEXT,
  phone           TEXT,
  note            TEXT,
  domains         TEXT,                   -- those of company_domain, as they are read and edited
  version         BIGINT NOT NULL,        -- raised by every edit
  created_by      BYTEA,                   -- who wrote it down; none of what a customer's first message made
  created_at      BIGINT NOT NULL,
  removed_by      BYTEA,
  removed_at      BIGINT,
  PRIMARY KEY (org_id, id)
);
-- The list, and the company of a name.
CREATE INDEX company_name ON company (org_id, name_folded, id) WHERE removed_at IS NULL;

-- Whose e-mail an address is.
CREATE TABLE company_domain (
  org_id      BYTEA NOT NULL,
  domain      TEXT NOT NULL,              -- in lower case
  company_id  BYTEA NOT NULL,
  PRIMARY KEY (org_id, domain),
  FOREIGN KEY (org_id, company_id) REFERENCES company (org_id, id)
);
CREATE INDEX company_domain_company ON company_domain (org_id, company_id);

CREATE TABLE company_edit (
  org_id       BYTEA   NOT NULL,
  id           BYTEA   NOT NULL,
  company_id   BYTEA   NOT NULL,
  version      BIGINT NOT NULL,           -- of the company after this edit
  member_id    BYTEA   NOT NULL,
  changes      TEXT   NOT NULL,           -- JSON: [{field, before, after}]
  reverts      BYTEA,                      -- the edit that this one takes back
  address      TEXT   NOT NULL,           -- network address it came from
  at           BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, company_id) REFERENCES company (org_id, id)
);
CREATE UNIQUE INDEX company_edit_version_key ON company_edit (org_id, company_id, version);

CREATE TABLE contact (
  org_id        BYTEA  NOT NULL REFERENCES organisation (id),
  id            BYTEA  NOT NULL,
  name          TEXT   NOT NULL,
  phone         TEXT,
  email         TEXT,
  email_folded  TEXT,
  document      TEXT,
  document_folded TEXT,                   -- its letters and digits: how it is compared
  country       TEXT,
  locale        TEXT,
  company_id    BYTEA,                     -- for whom they work
  position      TEXT,                     -- as what
  version       BIGINT NOT NULL,          -- raised by every edit: the conflict of B7 is seen by it
  merged_into   BYTEA,
  created_at    BIGINT NOT NULL,
  last_at       BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, company_id) REFERENCES company (org_id, id)
);
-- Who works for a company, the latest first.
CREATE INDEX contact_company ON contact (org_id, company_id, last_at, id) WHERE company_id IS NOT NULL;
CREATE INDEX contact_recent ON contact (org_id, last_at, id);
CREATE INDEX contact_phone ON contact (org_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX contact_email ON contact (org_id, email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX contact_document ON contact (org_id, document_folded) WHERE document_folded IS NOT NULL;
-- What came into a contact: its history, and what goes on with it when it is merged itself.
CREATE INDEX contact_merged ON contact (org_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE identity (
  org_id       BYTEA   NOT NULL,
  id           BYTEA   NOT NULL,
  contact_id   BYTEA   NOT NULL,
  channel_id   BYTEA   NOT NULL,
  address      TEXT    NOT NULL,          -- as the channel knows them: a visitor, a number, a mailbox
  verified     BOOLEAN NOT NULL,
  email        TEXT,                      -- folded, as they gave it there: mails of this conversation go to no other
  mailed_seq   BIGINT,                    -- how far our answers have gone to it by mail
  created_at   BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  FOREIGN KEY (org_id, channel_id) REFERENCES channel (org_id, id)
);
CREATE UNIQUE INDEX identity_address_key ON identity (org_id, channel_id, address);
CREATE INDEX identity_contact ON identity (org_id, contact_id);
-- The same number on another channel.
CREATE INDEX identity_address ON identity (org_id, address);

-- Hours of attention (C6): calendars, and what they hold for. The most particular place decides: channel, team, organisation.
CREATE TABLE hours (
  org_id       BYTEA   NOT NULL REFERENCES organisation (id),
  id           BYTEA   NOT NULL,
  name         TEXT    NOT NULL,
  name_folded  TEXT    NOT NULL,
  time_zone    TEXT    NOT NULL,
  plan         TEXT    NOT NULL,         -- JSON: the week, pauses, special days, what is said
  answers      BOOLEAN NOT NULL,         -- who writes outside of them is answered by itself
  derives      BOOLEAN NOT NULL,         -- what comes outside of them is given all the same, and seen when attention opens
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX hours_name_key ON hours (org_id, name_folded);

CREATE TABLE hours_place (
  org_id    BYTEA NOT NULL,
  place_id  BYTEA NOT NULL,                -- the channel, the team, or the organisation itself
  kind      TEXT NOT NULL,                -- channel | team | organisation
  hours_id  BYTEA NOT NULL,
  PRIMARY KEY (org_id, place_id),
  FOREIGN KEY (org_id, hours_id) REFERENCES hours (org_id, id) ON DELETE CASCADE
);
CREATE INDEX hours_place_hours ON hours_place (org_id, hours_id);

-- Who was last told outside hours, and when: once a closed period (C7).
CREATE TABLE hours_told (
  org_id       BYTEA  NOT NULL,
  identity_id  BYTEA  NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (org_id, identity_id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identity (org_id, id) ON DELETE CASCADE
);

-- One browser of a web chat, or one link to a conversation. The token itself is only in that browser, or in that mail.
CREATE TABLE visitor (
  secret_hash  BYTEA  NOT NULL PRIMARY KEY,
  org_id       BYTEA  NOT NULL,
  id           BYTEA  NOT NULL,
  channel_id   BYTEA  NOT NULL,
  identity_id  BYTEA,                      -- none until the first message
  locale       TEXT   NOT NULL,
  page         TEXT   NOT NULL,
  read_seq     BIGINT NOT NULL,           -- how far this visitor has read
  created_at   BIGINT NOT NULL,
  seen_at      BIGINT NOT NULL,
  mailed_to    TEXT,                      -- folded: the token went there in a link; none of a browser's own
  expires_at   BIGINT                     -- of a link
);
CREATE UNIQUE INDEX visitor_id_key ON visitor (org_id, id);
CREATE INDEX visitor_mailed ON visitor (org_id, mailed_to, created_at) WHERE mailed_to IS NOT NULL;
CREATE INDEX visitor_expiry ON visitor (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX visitor_identity ON visitor (org_id, identity_id) WHERE identity_id IS NOT NULL;

CREATE TABLE contact_edit (
  org_id       BYTEA  NOT NULL,
  id           BYTEA  NOT NULL,
  contact_id   BYTEA  NOT NULL,
  version      BIGINT NOT NULL,           -- of the contact after this edit
  member_id    BYTEA  NOT NULL,
  ticket_id    BYTEA,                      -- the ticket through which it was made
  changes      TEXT   NOT NULL,           -- JSON: [{field, before, after}]
  reverts      BYTEA,                      -- the edit that this one takes back
  merge_id     BYTEA,                     -- the merge, or its undoing, of which this is a part
  address      TEXT   NOT NULL,           -- network address it came from
  at           BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id)
);
CREATE UNIQUE INDEX contact_edit_version_key ON contact_edit (org_id, contact_id, version);

-- One contact that came into another: one act with one id, and what was moved by it, so that it can be taken back.
CREATE TABLE contact_merge (
  org_id     BYTEA   NOT NULL,
  id         BYTEA   NOT NULL,
  kept_id    BYTEA   NOT NULL,
  gone_id    BYTEA   NOT NULL,
  changes    TEXT   NOT NULL,             -- JSON: [{field, before, after}] of the kept one
  member_id  BYTEA   NOT NULL,
  at         BIGINT NOT NULL,
  undone_by  BYTEA,
  undone_at  BIGINT,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, kept_id) REFERENCES contact (org_id, id),
  FOREIGN KEY (org_id, gone_id) REFERENCES contact (org_id, id)
);
CREATE INDEX contact_merge_kept ON contact_merge (org_id, kept_id, at, id);

CREATE TABLE contact_merge_part (
  org_id     BYTEA NOT NULL,
  merge_id   BYTEA NOT NULL,
  kind       TEXT NOT NULL,               -- identity | ticket | contact (that had come into the one that went) | portfolio (whose)
  part_id    BYTEA NOT NULL,
  PRIMARY KEY (org_id, merge_id, kind, part_id),
  FOREIGN KEY (org_id, merge_id) REFERENCES contact_merge (org_id, id)
);

CREATE TABLE contact_field (
  org_id      BYTEA NOT NULL,
  contact_id  BYTEA NOT NULL,
  field_id    BYTEA NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (org_id, contact_id, field_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  FOREIGN KEY (org_id, field_id) REFERENCES field (org_id, id)
);

CREATE TABLE portfolio (
  org_id      BYTEA  NOT NULL,
  contact_id  BYTEA  NOT NULL,
  member_id   BYTEA  NOT NULL,
  since       BIGINT NOT NULL,
  PRIMARY KEY (org_id, contact_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);
CREATE INDEX portfolio_member ON portfolio (org_id, member_id);

-- ---------------------------------------------------------------- tickets

CREATE TABLE ticket (
  org_id           BYTEA   NOT NULL REFERENCES organisation (id),
  id               BYTEA   NOT NULL,
  number           BIGINT  NOT NULL,
  subject          TEXT    NOT NULL,
  state            TEXT    NOT NULL,      -- waiting | open | hold | snoozed | closed
  -- Written and not generated: of what is generated SQLite reads the row, also where an index holds it.
  live             BOOLEAN NOT NULL CHECK (live = (state <> 'closed')),
  priority         BIGINT  NOT NULL,      -- 0 low, 1 normal, 2 high, 3 urgent
  team_id          BYTEA   NOT NULL,
  assignee_id      BYTEA,
  channel_id       BYTEA   NOT NULL,
  contact_id       BYTEA   NOT NULL,
  identity_id      BYTEA,                  -- none for a ticket opened by a member with no way to write yet
  origin_id        BYTEA,
  resolution_id    BYTEA,
  deferred_until   BIGINT,                -- hidden from its operator until opening
  opens_at         BIGINT,                -- it came outside hours: looked at again when attention opens (C7)
  snoozed_until    BIGINT,
  created_at       BIGINT  NOT NULL,
  last_at          BIGINT  NOT NULL,      -- last activity: a message in or out, an assignment
  waiting_since    BIGINT,                -- first unanswered message of the customer
  silent_since     BIGINT,                -- first message of ours that the customer has not answered (B9)
  first_reply_at   BIGINT,
  closed_at        BIGINT,
  last_message_id  BYTEA,
  last_note_id     BYTEA,
  last_seq         BIGINT  NOT NULL,      -- seq of the newest message or note
  last_in_seq      BIGINT  NOT NULL,      -- seq of the customer's newest message
  merged_into      BYTEA,
  version          BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
  FOREIGN KEY (org_id, assignee_id) REFERENCES member (org_id, id),
  FOREIGN KEY (org_id, channel_id) REFERENCES channel (org_id, id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id)
);
CREATE UNIQUE INDEX ticket_number_key ON ticket (org_id, number);
-- The opening's timer, the first to open first.
CREATE INDEX ticket_opening ON ticket (org_id, opens_at) WHERE opens_at IS NOT NULL;
-- R8: an identity has at most one live ticket at a time.
CREATE UNIQUE INDEX ticket_live_identity_key ON ticket (org_id, identity_id) WHERE state <> 'closed' AND identity_id IS NOT NULL;
-- Pages by activity, each branch of a reach by its own: the organisation, one's own and nobody's, a team's and what waits
-- in it. With the state at the end a count is made inside the index.
CREATE INDEX ticket_recent ON ticket (org_id, live, last_at, id);
CREATE INDEX ticket_assignee ON ticket (org_id, assignee_id, live, last_at, id, state) WHERE assignee_id IS NOT NULL;
-- What somebody has closed today.
CREATE INDEX ticket_assignee_closed ON ticket (org_id, assignee_id, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_unassigned ON ticket (org_id, live, last_at, id, state) WHERE assignee_id IS NULL;
CREATE INDEX ticket_team_unassigned ON ticket (org_id, team_id, live, last_at, id, state) WHERE assignee_id IS NULL;
CREATE INDEX ticket_team ON ticket (org_id, team_id, live, last_at, id, state, assignee_id);
-- The same of what was put aside, which is little: the views *on hold* and *snoozed* would walk all that is live to find it.
CREATE INDEX ticket_aside ON ticket (org_id, state, last_at, id) WHERE state = 'hold' OR state = 'snoozed';
CREATE INDEX ticket_assignee_aside ON ticket (org_id, assignee_id, state, last_at, id) WHERE state = 'hold' OR state = 'snoozed';
CREATE INDEX ticket_team_aside ON ticket (org_id, team_id, state, last_at, id, assignee_id) WHERE state = 'hold' OR state = 'snoozed';
-- A contact's tickets, those merged into one of them, and the last one closed.
CREATE INDEX ticket_contact ON ticket (org_id, contact_id, last_at, id);
-- What closes by itself: where the customer has been silent for longest. What was put aside does not.
CREATE INDEX ticket_silent ON ticket (org_id, silent_since, id) WHERE silent_since IS NOT NULL AND (state = 'open' OR state = 'waiting');
-- The dispenser: who has waited longest.
CREATE INDEX ticket_waiting ON ticket (org_id, COALESCE(waiting_since, created_at), id) WHERE state = 'waiting';
-- The same of one team: what is shared out, and a ticket's place in its queue.
CREATE INDEX ticket_team_waiting ON ticket (org_id, team_id, COALESCE(waiting_since, created_at), id) WHERE state = 'waiting';

CREATE TABLE activity (
  org_id     BYTEA  NOT NULL,
  id         BYTEA  NOT NULL,
  ticket_id  BYTEA  NOT NULL,
  seq        BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  member_id  BYTEA,                        -- none: the customer, or Relevo itself
  kind       TEXT   NOT NULL,             -- opened, assigned, transferred, held, closed, reopened, labelled …
  body       TEXT   NOT NULL,             -- JSON: before and after, ids and codes
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id)
);
CREATE INDEX activity_ticket ON activity (org_id, ticket_id, seq);

CREATE TABLE ticket_label (
  org_id     BYTEA NOT NULL,
  ticket_id  BYTEA NOT NULL,
  label_id   BYTEA NOT NULL,
  PRIMARY KEY (org_id, ticket_id, label_id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id),
  FOREIGN KEY (org_id, label_id) REFERENCES label (org_id, id)
);
CREATE INDEX ticket_label_label ON ticket_label (org_id, label_id);

CREATE TABLE ticket_field (
  org_id     BYTEA NOT NULL,
  ticket_id  BYTEA NOT NULL,
  field_id   BYTEA NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (org_id, ticket_id, field_id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id),
  FOREIGN KEY (org_id, field_id) REFERENCES field (org_id, id)
);

CREATE TABLE follower (
  org_id     BYTEA  NOT NULL,
  ticket_id  BYTEA  NOT NULL,
  member_id  BYTEA  NOT NULL,
  since      BIGINT NOT NULL,
  PRIMARY KEY (org_id, ticket_id, member_id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE message (
  org_id        BYTEA  NOT NULL,
  id            BYTEA  NOT NULL,
  ticket_id     BYTEA  NOT NULL,
  seq           BIGINT NOT NULL,          -- of the event that made it: orders the conversation
  kind          TEXT   NOT NULL,          -- in | out | note
  member_id     BYTEA,                     -- who wrote an out or a note
  channel_id    BYTEA  NOT NULL,
  identity_id   BYTEA,                    -- the customer's address it came from or goes to; none of a note
  body          TEXT   NOT NULL,
  reply_to      BYTEA,
  provider_id   TEXT,                     -- the channel's own id of it
  delivery      TEXT   NOT NULL,          -- queued | sent | delivered | read | failed; 'received' of an in, 'none' of a note
  failure       TEXT,                     -- code of why it failed
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id)
);
CREATE INDEX message_ticket ON message (org_id, ticket_id, seq);
CREATE UNIQUE INDEX message_provider_key ON message (org_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;

CREATE TABLE mention (
  org_id      BYTEA  NOT NULL,
  member_id   BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  ticket_id   BYTEA  NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (org_id, member_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id)
);
CREATE INDEX mention_ticket ON mention (org_id, member_id, ticket_id);

CREATE TABLE file (
  org_id      BYTEA  NOT NULL REFERENCES organisation (id),
  id          BYTEA  NOT NULL,
  hash        BYTEA  NOT NULL,            -- SHA-256 of the content: its place in the store
  size        BIGINT NOT NULL,
  media_type  TEXT   NOT NULL,            -- found from the content
  name        TEXT   NOT NULL,            -- cleaned
  width       BIGINT,
  height      BIGINT,
  preview     BYTEA,                       -- hash of the reduced image
  member_id   BYTEA,                       -- who uploaded it, until it hangs from a message
  visitor_id  BYTEA,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX file_hash ON file (org_id, hash);

CREATE TABLE message_file (
  org_id      BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  file_id     BYTEA  NOT NULL,
  position    BIGINT NOT NULL,
  PRIMARY KEY (org_id, message_id, file_id),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES file (org_id, id)
);
CREATE INDEX message_file_file ON message_file (org_id, file_id);

CREATE TABLE link (
  org_id      BYTEA  NOT NULL REFERENCES organisation (id),
  id          BYTEA  NOT NULL,
  address     BYTEA  NOT NULL,            -- SHA-256: the address itself stands in the message
  begun_at    BIGINT NOT NULL,
  ended_at    BIGINT,                     -- none while somebody looks
  title       TEXT,                       -- none where there is nothing to show
  description TEXT,
  site        TEXT,
  file_id     BYTEA ,                     -- the reduced picture
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES file (org_id, id)
);
CREATE INDEX link_address ON link (org_id, address, begun_at);
CREATE INDEX link_age ON link (begun_at);
CREATE INDEX link_file ON link (org_id, file_id) WHERE file_id IS NOT NULL;

CREATE TABLE message_link (
  org_id      BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  link_id     BYTEA  NOT NULL,
  PRIMARY KEY (org_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id),
  FOREIGN KEY (org_id, link_id) REFERENCES link (org_id, id)
);
CREATE INDEX message_link_link ON message_link (org_id, link_id);

-- What customers sent and is still with the provider; it becomes a file of the message once it is fetched.
CREATE TABLE message_media (
  org_id      BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  position    BIGINT NOT NULL,
  provider_id TEXT   NOT NULL,            -- by which the provider gives it out
  name        TEXT,                       -- as its sender called it
  media_type  TEXT   NOT NULL,            -- as the provider says
  failure     TEXT,                       -- code of why it could not be fetched; none while it is awaited
  PRIMARY KEY (org_id, message_id, position),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id)
);

-- A message that goes in several of the provider's: each of those that left, and what became of it.
CREATE TABLE message_part (
  org_id      BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  position    BIGINT NOT NULL,
  channel_id  BYTEA  NOT NULL,
  provider_id TEXT,
  delivery    TEXT   NOT NULL,            -- as a message's
  failure     TEXT,
  PRIMARY KEY (org_id, message_id, position),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id)
);
CREATE UNIQUE INDEX message_part_provider_key ON message_part (org_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;

-- The sign that the customer put to a message.
CREATE TABLE reaction (
  org_id      BYTEA  NOT NULL,
  message_id  BYTEA  NOT NULL,
  emoji       TEXT   NOT NULL,            -- empty: taken away again
  at          BIGINT NOT NULL,            -- as the provider says: reports come out of order
  PRIMARY KEY (org_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id)
);

CREATE TABLE draft (
  org_id      BYTEA  NOT NULL,
  member_id   BYTEA  NOT NULL,
  ticket_id   BYTEA  NOT NULL,
  kind        TEXT   NOT NULL,            -- out | note
  body        TEXT   NOT NULL,
  updated_at  BIGINT NOT NULL,
  PRIMARY KEY (org_id, member_id, ticket_id, kind)
);

CREATE TABLE read_mark (
  org_id     BYTEA  NOT NULL,
  member_id  BYTEA  NOT NULL,
  ticket_id  BYTEA  NOT NULL,
  seq        BIGINT NOT NULL,
  PRIMARY KEY (org_id, member_id, ticket_id)
);

-- What somebody had goes to others (C12): one act, done in steps, and what became of each ticket.
CREATE TABLE bulk_transfer (
  org_id     BYTEA   NOT NULL,
  id         BYTEA   NOT NULL,
  from_id    BYTEA   NOT NULL,
  draft      TEXT   NOT NULL,             -- JSON: see desk::bulk_transfer::Draft
  state      TEXT   NOT NULL,             -- running | done | undoing | undone
  cursor     BYTEA,                        -- the last ticket that was decided
  asked_by   BYTEA   NOT NULL,
  asked_at   BIGINT NOT NULL,
  ended_at   BIGINT,
  undone_by  BYTEA,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, from_id) REFERENCES member (org_id, id)
);
CREATE INDEX bulk_transfer_recent ON bulk_transfer (org_id, asked_at, id);
CREATE INDEX bulk_transfer_from ON bulk_transfer (org_id, from_id, asked_at, id);

CREATE TABLE bulk_transfer_ticket (
  org_id       BYTEA NOT NULL,
  transfer_id  BYTEA NOT NULL,
  ticket_id    BYTEA NOT NULL,
  to_id        BYTEA,                      -- none: its queue
  state        TEXT NOT NULL,             -- moved | stayed | returned | kept
  why          TEXT,                      -- JSON: of what stayed or was kept
  PRIMARY KEY (org_id, transfer_id, ticket_id),
  FOREIGN KEY (org_id, transfer_id) REFERENCES bulk_transfer (org_id, id),
  FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id)
);

CREATE TABLE saved_view (
  org_id      BYTEA   NOT NULL REFERENCES organisation (id),
  id          BYTEA   NOT NULL,
  member_id   BYTEA   NOT NULL,
  name        TEXT    NOT NULL,
  shared      BOOLEAN NOT NULL,
  filter      TEXT    NOT NULL,           -- JSON: desk::view::Filter
  created_at  BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX saved_view_member ON saved_view (org_id, member_id);

-- ---------------------------------------------------------------- what is told and what is kept

CREATE TABLE notification (
  org_id      BYTEA  NOT NULL,
  id          BYTEA  NOT NULL,
  member_id   BYTEA  NOT NULL,
  kind        TEXT   NOT NULL,            -- assigned | mentioned | replied | …
  ticket_id   BYTEA,
  message_id  BYTEA,
  actor_id    BYTEA,
  loan_id     BYTEA,                     -- what somebody is asked to decide
  request_id  BYTEA,                    -- the permission that is asked for
  amount      BIGINT,                   -- how many tickets, where it is about many at once
  at          BIGINT NOT NULL,
  read_at     BIGINT,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX notification_member ON notification (org_id, member_id, at, id);
CREATE INDEX notification_new ON notification (org_id, member_id, ticket_id) WHERE read_at IS NULL;
-- What goes with a request that was answered.
CREATE INDEX notification_request ON notification (org_id, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX notification_age ON notification (at);

CREATE TABLE webhook (
  org_id         BYTEA    NOT NULL REFERENCES organisation (id),
  id             BYTEA    NOT NULL,
  member_id      BYTEA    NOT NULL,          -- acts with what this member may read
  name           TEXT    NOT NULL,
  url            TEXT    NOT NULL,
  secret         TEXT    NOT NULL,
  old_secret     TEXT,                      -- signs beside the new one until old_until
  old_until      BIGINT,
  kinds          TEXT    NOT NULL,          -- JSON list of event kinds; empty: all
  state          TEXT    NOT NULL,          -- active | paused | disabled (by Relevo, after days of failing)
  failures       BIGINT  NOT NULL,          -- in a row
  failing_since  BIGINT,
  failure        TEXT,                      -- why the last attempt failed; kept when it is switched off for that
  status         BIGINT,                    -- what the endpoint answered then
  retry_at       BIGINT,                    -- nothing is sent before
  busy_until     BIGINT,                    -- somebody is sending
  created_at     BIGINT  NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES member (org_id, id)
);

CREATE TABLE delivery (
  org_id      BYTEA   NOT NULL,
  id          BYTEA   NOT NULL,
  webhook_id  BYTEA   NOT NULL,
  seq         BIGINT,                       -- the event's; none of a test
  kind        TEXT   NOT NULL,
  state       TEXT   NOT NULL,              -- pending | delivered | failed | withheld
  attempts    BIGINT NOT NULL,
  status      BIGINT,                       -- the last HTTP status
  failure     TEXT,
  duration_ms BIGINT,                       -- how long the last attempt took
  due_at      BIGINT NOT NULL,              -- of a pending one: not before
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, webhook_id) REFERENCES webhook (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX delivery_event_key ON delivery (org_id, webhook_id, seq);
CREATE INDEX delivery_recent ON delivery (org_id, webhook_id, created_at, id);
-- One state's: those that did not arrive are few.
CREATE INDEX delivery_state ON delivery (org_id, webhook_id, state, created_at, id) WHERE state <> 'delivered';
CREATE INDEX delivery_due ON delivery (org_id, webhook_id, due_at, seq, id) WHERE state = 'pending';
CREATE INDEX delivery_age ON delivery (created_at);

CREATE TABLE audit (
  org_id      BYTEA  NOT NULL,
  id          BYTEA  NOT NULL,
  at          BIGINT NOT NULL,
  actor_id    BYTEA,                       -- member; none: Relevo itself
  actor_name  TEXT   NOT NULL,            -- as it was then
  action      TEXT   NOT NULL,            -- member.created, role.changed, ticket.read …
  subject     TEXT   NOT NULL,            -- prefixed id
  body        TEXT   NOT NULL,            -- JSON: before and after, codes
  address     TEXT   NOT NULL,
  day_key     TEXT,                       -- for what is kept once per person, subject and day
  PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_recent ON audit (org_id, at, id);
-- The log of one act, and of one person: the rare ones would be looked for through all of it.
CREATE INDEX audit_action ON audit (org_id, action, at, id);
CREATE INDEX audit_actor ON audit (org_id, actor_id, at, id);
CREATE UNIQUE INDEX audit_day_key ON audit (org_id, day_key) WHERE day_key IS NOT NULL;

-- The first answer of each create, by the key its caller chose.
CREATE TABLE idempotency (
  org_id       BYTEA  NOT NULL,
  actor        TEXT   NOT NULL,           -- membership, visitor or channel
  key          TEXT   NOT NULL,
  fingerprint  BYTEA  NOT NULL,           -- of method, path and body
  status       BIGINT NOT NULL,
  body         TEXT   NOT NULL,           -- the id of what was made
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org_id, actor, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- What this installation knows about itself: its signing key, whether it has been set up.
CREATE TABLE installation (
  name   TEXT NOT NULL PRIMARY KEY,
  value  BYTEA NOT NULL
);
