# Disclosure: the state of each item that must be made public.
disclosure-status-on-time = On time
disclosure-status-due-soon =
    { $days ->
        [one] Due soon, { $days } day left
       *[other] Due soon, { $days } days left
    }
disclosure-status-due-today = Due today
disclosure-status-overdue =
    { $days ->
        [one] Overdue by { $days } day
       *[other] Overdue by { $days } days
    }
disclosure-status-late =
    { $days ->
        [one] Late by { $days } day
       *[other] Late by { $days } days
    }
disclosure-status-early = Taken down early
disclosure-status-form = Missing form
disclosure-status-exempt = Not applicable
disclosure-status-none = None yet
disclosure-why-date = Why this date?

# The page of a unit.
disclosure-tabs = Parts of this unit
disclosure-tab-disclosure = Disclosure
disclosure-tab-decision = Discuss and decide
disclosure-tab-consultation = Opinions
disclosure-tab-inspection = Inspection and supervision
disclosure-tab-convention = Conventions
disclosure-tab-results = Results
disclosure-other-rooms = Other parts of this unit
disclosure-community = Community
disclosure-community-decisions = Newest decisions of the community
disclosure-head-none = The system has no record of a term of the head of this community.
disclosure-head-since = Head of the community: { $name }, since { $from }.
disclosure-head-term = Head of the community: { $name }, term from { $from } to { $to }.
disclosure-room-later = no data in the system yet.
disclosure-unit-no-catalogue = The law gives this unit no catalogue of its own.
disclosure-unit-standing = How disclosure stands
disclosure-count-on-time = On time
disclosure-count-late = Late
disclosure-count-overdue = Overdue, not disclosed
disclosure-count-soon = Due soon
disclosure-count-missing = Required form missing
disclosure-count-early = Notice taken down early
disclosure-count-exempt = Not applicable
disclosure-newest = Newly disclosed
disclosure-newest-none = This unit has not disclosed anything in the system yet.
disclosure-all-of-unit = Everything from this unit
disclosure-catalogue = What must be disclosed
disclosure-catalogue-lead = Each line is something that the Law on Implementing Grassroots Democracy makes this unit disclose, with its article and how it stands now.
disclosure-item = Item
disclosure-pending = to be compared with the official text
disclosure-not-arisen = Has not arisen
disclosure-due = Due
disclosure-see = See what was disclosed
disclosure-ask = Ask for it
disclosure-quarterly = Quarterly lists
disclosure-quarterly-lead = What was disclosed, in which forms and when, quarter by quarter.

# Lists and the page of one item.
disclosure-list-lead = What was disclosed in the whole city, newest first.
disclosure-older = Older
disclosure-number = Disclosure no.
disclosure-is-over = This is no longer on the portal. It ended on
disclosure-over-proof = Its history and proof stay in the public register.
disclosure-reason = Reason
disclosure-item-of-law = Item of the law
disclosure-document = Document
disclosure-published = Disclosed at
disclosure-expected = This computation leans on the expected Tết holidays, which have not been announced yet.
disclosure-content = What is disclosed
disclosure-files = Attached files
disclosure-forms = Disclosed in other forms
disclosure-forms-none = No form besides the portal has been recorded.
disclosure-from = from
disclosure-to = to
disclosure-keep-until = must stay until the end of
disclosure-entry = register entry
disclosure-ended-early = Taken down early
disclosure-proof-file = Proof
disclosure-forms-missing = Forms that the law requires and that are missing:
disclosure-history = History
disclosure-revision = revision
disclosure-act-publish = Disclosed
disclosure-act-amend = Corrected
disclosure-act-withdraw = Withdrawn
disclosure-act-close = Time on the portal ended
disclosure-old-version = See the old version
disclosure-judged = Lateness judged by
disclosure-judged-recorded = The server's time, { $day }: the city had no witnesses when it was recorded.
disclosure-judged-waiting = For now by the server's time, { $day }: the witnesses have not seen it yet.
disclosure-judged-witnessed = The witnesses' time: not later than { $day }.
disclosure-status-provisional = Provisional, waits for witnesses
disclosure-proof = Check it yourself
disclosure-proof-position = This is recorded in the public register at position
disclosure-receipt = Download the receipt to check it offline
disclosure-wording = Wording of the law
disclosure-notice = Notice for the board (PDF)
disclosure-ask-long = Ask for missing information

# The list of a quarter.
disclosure-quarter-title = What was disclosed, quarter { $quarter }/{ $year }
disclosure-quarter-lead = The list with forms and times, made every quarter
disclosure-quarter-none = This unit disclosed nothing in this quarter.
disclosure-column-number = No.
disclosure-column-content = Content
disclosure-column-document = Document
disclosure-column-forms = Forms and times
disclosure-column-published = Disclosed on
disclosure-column-entry = Register entry

# Requests for information.
disclosure-request-title = Ask for information
disclosure-request-lead = Anyone may ask for information that is due and not disclosed, or whose time on display is over
disclosure-request-due = To be answered by:
disclosure-request-text = What do you need to know?
disclosure-request-text-hint = Name the content, time, project or fee.
disclosure-request-name = Name (optional)
disclosure-request-name-hint = Only the officer who answers sees it; it is kept apart with the question, and both are erased { $days } days after the answer.
disclosure-request-contact = Telephone or e-mail (optional)
disclosure-request-contact-hint = It may stay empty: you read the answer with the code that you get.
disclosure-request-send = Send
disclosure-request-number = Request no. { $number }
disclosure-request-received = Received at
disclosure-request-keep = Keep this number and code to read the answer, or save the address of this page:
disclosure-request-answer = Answer
