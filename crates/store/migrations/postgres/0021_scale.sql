-- What grew with the size of a unit: the newest duty of each rule, and whether a document number was used before.
CREATE INDEX duty_unit_rule ON duty (unit_id, rule_code, number);
CREATE INDEX publication_document ON publication (unit_id, document_number, document_on);
-- The open data of a unit, page by page.
CREATE INDEX publication_unit_number ON publication (unit_id, number);
CREATE INDEX duty_unit_number ON duty (unit_id, number);
-- Decisions of the whole city in one state or about one matter.
CREATE INDEX decision_state_number ON decision (state, number);
CREATE INDEX decision_matter ON decision (matter, number);
