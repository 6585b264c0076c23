-- The machinery of `db`: heads, events, jobs, readers, search. The `migration` table is made by the runner.

-- One row for each stream of events: an organisation, or an account (its id stands in org_id then).
-- A write of an organisation locks it; seq is the last event, ticket_number the last number given.
CREATE TABLE org_head (
    org_id        BLOB   NOT NULL PRIMARY KEY,
    seq           BIGINT NOT NULL,
    ticket_number BIGINT NOT NULL,
    policy_epoch  BIGINT NOT NULL,
    moved_at      BIGINT NOT NULL
) WITHOUT ROWID;

-- The event log, gapless within a stream. Bodies hold ids and codes, no personal text.
CREATE TABLE event (
    org_id       BLOB   NOT NULL,
    seq          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    actor_kind   TEXT,
    actor_id     BLOB,
    kind         TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject_id   BLOB   NOT NULL,
    facts_before TEXT,
    facts_after  TEXT,
    body         TEXT   NOT NULL,
    PRIMARY KEY (org_id, seq)
) WITHOUT ROWID;

-- Where each reader of the log stands in each stream.
CREATE TABLE reader (
    name   TEXT   NOT NULL,
    org_id BLOB   NOT NULL,
    cursor BIGINT NOT NULL,
    PRIMARY KEY (name, org_id)
) WITHOUT ROWID;

-- Work that follows. due_at is when it may be claimed next; a claim moves it to the end of its lease.
-- Done work is deleted; dead work stays until somebody revives or discards it.
CREATE TABLE job (
    id         BLOB   NOT NULL PRIMARY KEY,
    org_id     BLOB,
    kind       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    dedup      TEXT,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    claim      BLOB,
    last_error TEXT,
    dead_at    BIGINT
) WITHOUT ROWID;
CREATE INDEX job_due ON job (due_at, id) WHERE dead_at IS NULL;
CREATE INDEX job_dead ON job (org_id, dead_at, id) WHERE dead_at IS NOT NULL;
CREATE UNIQUE INDEX job_dedup ON job (kind, dedup) WHERE dedup IS NOT NULL;

-- One row for each searchable text: what it is (kind, id) and the thing under whose access it is read (owner).
-- key grows with time, so that "newest first" is an index walk.
CREATE TABLE search_doc (
    key    INTEGER NOT NULL PRIMARY KEY,
    org_id BLOB    NOT NULL,
    kind   TEXT    NOT NULL,
    id     BLOB    NOT NULL,
    owner  BLOB    NOT NULL
);
CREATE UNIQUE INDEX search_doc_thing ON search_doc (org_id, kind, id);
CREATE INDEX search_doc_owner ON search_doc (org_id, owner);

-- Words arrive cut and folded, joined by blanks; the ascii tokenizer only splits them again. No positions are kept:
-- every phrase is one word. The rowid is search_doc.key.
CREATE VIRTUAL TABLE search_word USING fts5(words, content='', contentless_delete=1, detail='none', tokenize='ascii');
-- The words of each row again, for the portable backup: a contentless table cannot give its text back.
CREATE VIRTUAL TABLE search_vocab USING fts5vocab(search_word, instance);
