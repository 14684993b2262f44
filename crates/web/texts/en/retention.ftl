# How long things are kept.
retention-room = Keeping and erasing
retention-title = How long data are kept
retention-lead = How long each kind of data is kept, why, and what happens then. Erasing runs by itself, in small pieces, and the trail says how many.
retention-pending-lead = A line marked “To be checked” cites a ground that was not compared with the official text. Ask the legal department before you rely on it.
retention-pending = To be checked
retention-term = Kept for
retention-end = Then
retention-ground = Ground
retention-due = Over, waiting
retention-days = { $days } days, from: { $since }
retention-at-once = Over at once: { $since }
retention-no-days = For good
retention-erase = Erased
retention-anonymise = What leads to a person goes, the rest stays
retention-keep = Kept by the duty to archive
retention-more = more than { $count }
