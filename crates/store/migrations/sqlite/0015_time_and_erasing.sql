-- The day on which lateness is judged: that of the quorum where witnesses were named when the act was recorded (waiting until
-- there is one, then witnessed), otherwise that of the server (recorded).
ALTER TABLE duty ADD COLUMN judged_on TEXT;
ALTER TABLE duty ADD COLUMN judged_by TEXT;
ALTER TABLE duty ADD COLUMN public_position INTEGER;
UPDATE duty SET judged_on = published_on, judged_by = 'recorded',
    public_position = (SELECT MIN(r.register_position) FROM publication p
        JOIN publication_revision r ON r.publication_id = p.id WHERE p.duty_id = duty.id)
    WHERE published_on IS NOT NULL;
CREATE INDEX duty_public_position ON duty (public_position);
ALTER TABLE unit_tally ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;

-- A sealed content that was erased keeps its row: where the register says so, and by which article.
ALTER TABLE register_content ADD COLUMN erased_position INTEGER;
ALTER TABLE register_content ADD COLUMN erased_article TEXT NOT NULL DEFAULT '';
CREATE INDEX register_content_digest ON register_content (sha256);
CREATE INDEX decision_file_digest ON decision_file (sha256);
CREATE INDEX contribution_expense_voucher ON contribution_expense (voucher_sha256);
-- Files that nothing refers to any more; they leave the file store after the transaction.
CREATE TABLE doomed_file (
    sha256 BLOB NOT NULL PRIMARY KEY
) STRICT;
