-- A line of an account that was voided has an entry of the register of its own; the payers of a household are found at once.

ALTER TABLE contribution_receipt ADD COLUMN void_position INTEGER;
ALTER TABLE contribution_expense ADD COLUMN void_position INTEGER;
CREATE INDEX contribution_receipt_household ON contribution_receipt (household_id, received_on);
