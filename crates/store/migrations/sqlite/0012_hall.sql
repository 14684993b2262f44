-- The meeting in the hall: at which cluster a household is, what was said, who raised a hand. And the yes of a
-- representative to the link between account and household.

-- The cluster of the plan at whose meeting the household is; '' when all meet together.
ALTER TABLE decision_presence ADD COLUMN cluster TEXT NOT NULL DEFAULT '';

-- What was said, as the secretary noted it: personal data, erasable. With the household, if it was its representative.
CREATE TABLE decision_speech (
    id BLOB NOT NULL PRIMARY KEY,
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    household_id BLOB REFERENCES household (id),
    speaker TEXT NOT NULL,
    words TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    noted_by BLOB
) STRICT;
CREATE INDEX decision_speech_decision ON decision_speech (decision_id, round, noted_at);
CREATE INDEX decision_speech_household ON decision_speech (household_id);

-- Households that raised a hand for an option, where the meeting wants their list: personal data, erasable.
CREATE TABLE decision_hand (
    decision_id BLOB NOT NULL REFERENCES decision (id),
    round INTEGER NOT NULL,
    place INTEGER NOT NULL,
    household_id BLOB NOT NULL REFERENCES household (id),
    noted_at TEXT NOT NULL,
    noted_by BLOB,
    PRIMARY KEY (decision_id, round, place, household_id)
) STRICT;
CREATE INDEX decision_hand_household ON decision_hand (household_id);
CREATE INDEX decision_guest_household ON decision_guest (household_id);

-- The representative has said yes to the link; links made before stay in force.
ALTER TABLE household_account ADD COLUMN confirmed_at TEXT;
UPDATE household_account SET confirmed_at = linked_at;

-- Who asks that a ballot be void with no other in its place ("state" is 'asked' until a second person agrees).
ALTER TABLE ballot ADD COLUMN asked_by BLOB;
