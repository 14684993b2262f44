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
