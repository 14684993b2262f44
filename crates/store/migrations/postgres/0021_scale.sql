-- What grew with the size of a unit: the newest duty of each rule, and whether a document number was used before.
CREATE INDEX duty_unit_rule ON duty (unit_id, rule_code, number);
CREATE INDEX publication_document ON publication (unit_id, document_number, document_on);
