# Household ballots: print, give, collect, read twice, settle, publish.
ballots-desk = Discuss and decide
ballots-decision = Matter { $number }
ballots-title = Household ballots
ballots-moment = { $time } on { $date }
ballots-lead-open = Ballots are collected until { $until }. Take the steps in order; each says what is missing.
ballots-lead-before = This matter is not open yet. Opening fixes the list of households; then ballots are printed and given out.
ballots-lead-decided = The ballots are counted and the result is public. Ballots and lists can no longer be changed.
ballots-of = / { $total }
ballots-figure-printed = valid ballots printed
ballots-figure-given = households have a ballot
ballots-figure-returned = households returned it
ballots-figure-twice = ballots read twice
ballots-figure-differ = differences not settled
ballots-step-print = Print the ballots
ballots-step-give = Give a ballot to each household
ballots-step-collect = Collect the ballots
ballots-step-enter = Enter the ballots
ballots-step-differ = Differences and missing ballots
ballots-step-conclude = Finish counting, publish the result
ballots-facts-print = { $printed } valid ballots printed, { $void } void.
ballots-facts-give = { $left } households still have no ballot.
ballots-facts-collect = { $left } households not noted yet; { $refused } refused, { $absent } absent.
ballots-facts-enter = { $none } ballots read by nobody, { $once } read once.
ballots-facts-differ = { $left } ballots to be settled; a third person settled { $settled }.
ballots-facts-conclude = Two household representatives must witness it.
ballots-state-done = Done
ballots-state-todo = To do
ballots-state-later = Not yet
ballots-papers = Papers
ballots-plan-pdf = Plan of the ballots (PDF)
ballots-minutes-pdf = Counting minutes, form 04 (PDF)
ballots-minutes-docx = Counting minutes, form 04 (Word)
ballots-to-decision = Page of this matter
ballots-back = Back to the ballots
ballots-undo = Undo
ballots-erased = Household with erased personal data
ballots-household = Household { $number }: { $name }
ballots-part = Part of the list
ballots-part-all = All ({ $count })

# Just done.
ballots-done-printed = The ballots have their serials. Open the PDF to print them.
ballots-done-replaced = The old ballot is void. The new one has the serial { $serial }.
ballots-done-given = Noted: the household has its ballot.
ballots-done-given-all = Noted: every other household has its ballot.
ballots-done-not-given = The household is noted as without a ballot.
ballots-done-collected = Noted in the collection list.
ballots-done-not-collected = Taken out of the collection list.
ballots-done-notice = Noted: the household has its notice.
ballots-done-entered = Ballot { $serial } is entered. Take the next one.
ballots-done-taken-back = Your reading of ballot { $serial } is taken back. Enter it again.
ballots-done-settled = Ballot { $serial } is settled.

# Printing.
ballots-print-lead = Each household is given one ballot (Article 19(3) of Law 10/2022/QH15). A ballot bears a serial and a QR code, never a name.
ballots-valid = Valid ballots printed
ballots-print-missing = Number and print { $count } ballots
ballots-print-pdf = Open the PDF to print the ballots
ballots-print-one = Print this ballot
ballots-print-shuffle = Shuffle the ballots before giving them out, so that nobody knows which serial goes to which household.
ballots-print-sign = A matter of the community: its head signs at the bottom right of each ballot. A matter of the commune: the People's Committee stamps it at the top left (Article 4(5)(b) of Decree 59/2023/NĐ-CP).
ballots-void-title = Spoiled or lost ballot
ballots-void-lead = The old ballot becomes void, the new one has another serial. Take the spoiled one back.
ballots-serial = Serial
ballots-serial-hint = The number beside the QR code, such as 015; or scan the code.
ballots-void-reason = Reason
ballots-void-reason-hint = Without a name. Example: torn when handed over.
ballots-void-send = Void it and number another
ballots-voids = Void ballots
ballots-spare-title = Void a paper too many, without printing another
ballots-spare-lead = For when there are more papers than households, for example after the roll was corrected. One person asks and gives the reason, another of the team agrees; the void paper stands in the minutes of counting.
ballots-spare-waiting = Waiting for a second person
ballots-spare-mine = You asked; somebody else must agree.
ballots-spare-agree = Agree, void it
ballots-spare-withdraw = Keep the paper
ballots-spare-ask = Ask to void a paper
ballots-spare-reason-hint = No names of households. For example: one paper too many since the roll was corrected.
ballots-spare-send = Ask to void it
ballots-done-void-asked = It is asked that paper { $serial } be void; somebody else must agree.
ballots-done-void = Paper { $serial } is void; no other is printed for it.
ballots-done-void-withdrawn = Paper { $serial } stays good.
ballots-notices-pdf = Print the notices not handed over yet (PDF)

# Giving.
ballots-give-lead = Tap the household when its ballot is handed over. One ballot each (Article 19(3) of Law 10/2022/QH15).
ballots-give-closed = Print the ballots before giving them out; once there is a result the list can no longer be changed.
ballots-part-not-given = Without ballot ({ $count })
ballots-give-none = Every household has its ballot.
ballots-give-tap = Handed over
ballots-given-on = Has it since { $date }
ballots-give-all = Note that all { $count } others have it

# Collecting.
ballots-collect-lead = Collect until { $until } (Article 4(6)(a) of Decree 59/2023/NĐ-CP). Put folded ballots into the box; this list bears no serials.
ballots-collect-closed = Give ballots out before collecting; once there is a result the list can no longer be changed.
ballots-collect-over = The time is over. Note only ballots that were collected before.
ballots-collect-in-time = Collected in time, noted now
ballots-collect-none = Every household is noted.
ballots-part-waiting = Not noted ({ $count })
ballots-part-returned = Returned: { $count }
ballots-returned = Returned
ballots-refused = Refused
ballots-absent = Absent
ballots-waiting = Not noted
ballots-not-given = Without ballot

# Entering.
ballots-choice = Marked on the ballot
ballots-mark-other = Another opinion
ballots-mark-invalid = Invalid
ballots-mark-nobody = Nobody chosen
ballots-opinion-open = The ballot bears another opinion
ballots-opinion = Opinion written on the ballot
ballots-opinion-hint = In short, without names.
ballots-enter-send = Enter this ballot
ballots-enter-mine = You have entered { $mine } ballots.
ballots-enter-returned = { $returned } households returned theirs.
ballots-enter-waiting = { $count } ballots wait for a second reader.
ballots-enter-undo = A mistake: take this reading back
ballots-enter-keys = On a computer: type the serial, Enter, the number key of what is marked, Enter.
ballots-enter-law = Two people enter each ballot without seeing each other's reading, so that the count is full and impartial (Article 19(3) of Law 10/2022/QH15).

# Differences.
ballots-differ-lead = Where two people read differently, a third looks at the paper and settles it, with a reason (Article 19(3) of Law 10/2022/QH15: full and impartial count).
ballots-differ-none = There are no differences.
ballots-paper = Ballot { $serial }
ballots-first = First reading
ballots-second = Second reading
ballots-third = Settled by the paper
ballots-settle = Look at the paper and settle
ballots-settle-own = You entered this ballot; a third person must look at it and settle.
ballots-missing = Missing ballots
ballots-missing-none = Every returned ballot was entered twice.
ballots-missing-unread = { $count } returned ballots entered by nobody
ballots-missing-once = Entered once, waiting for a second person
ballots-settle-title = Settle ballot { $serial }
ballots-settle-lead = Find the paper with this serial, look at it with the two witnesses, and choose what it says.
ballots-settle-reason = Reason
ballots-settle-reason-hint = Example: the first box is marked, the second reading was a slip.
ballots-settle-send = Settle
ballots-back-differ = Back to the differences

# Publishing.
ballots-conclude-lead = Write the names of the two household representatives who witness the count (Article 4(6)(a) of Decree 59/2023/NĐ-CP). They are printed in the minutes only.
ballots-witness-first = First witness
ballots-witness-second = Second witness
ballots-witnesses = Witnesses
ballots-conclude-check = See the result before it is published
ballots-unresolved = { $count } returned ballots are not settled, so the result cannot be published yet.
ballots-check-lead = Compare each number with the pile of paper before publishing.
ballots-check-final = Once published, numbers and result stand in the public register and cannot be changed.
ballots-check-back = Not yet, go back
ballots-conclude-send = Publish the result
ballots-row-total = Households on the fixed list
ballots-row-returned = Households that returned a ballot
ballots-row-silent = Households that returned none (not counted as agreeing)

# Notices to households.
ballots-notices = Notices to hand over to households
ballots-notices-lead = When somebody enters on behalf of a household what it wrote on paper, the household must be told. Print this page and hand the notices over.
ballots-notices-none = There is no notice to hand over.
ballots-notices-tap = Handed over today
ballots-notices-handed = Handed over
