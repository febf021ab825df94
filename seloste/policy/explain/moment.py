"""Moment: an instant that remembers when the answer could next be another.

Rules compare times only through ``Moment.reached``. Every comparison made on the way to an answer
comes out the same until the earliest instant that had not been reached, so that instant is the
first at which the answer can change without a write.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seloste.policy.tree.values import Period


class Moment:
    """An instant in UTC and, in ``next``, the earliest later one that a rule has asked about."""

    def __init__(self, instant: datetime, zone: ZoneInfo) -> None:
        self.instant = instant
        self.zone = zone
        self.next: datetime | None = None

    def reached(self, at: datetime) -> bool:
        """Tell whether ``at`` is now or past; what is still to come is remembered."""
        if at <= self.instant:
            return True
        if self.next is None or at < self.next:
            self.next = at
        return False

    def between(self, start: datetime, end: datetime | None) -> bool:
        """Tell whether now lies from ``start`` up to, not including, ``end``."""
        return self.reached(start) and not (end is not None and self.reached(end))

    def end_of(self, start: datetime, period: Period) -> datetime:
        """Return the instant at which a period that runs from ``start`` is over."""
        if period.hours is not None:
            return start + timedelta(hours=period.hours)
        # TIM-03, TIM-05: the day of the event is not counted, and the last day ends at midnight (no extension).
        days = (period.days or 0) + 7 * (period.weeks or 0)
        return self.after_days(start, days, (period.months or 0) + 12 * (period.years or 0))

    def after_days(self, start: datetime, days: int, months: int = 0) -> datetime:
        """Return the midnight that ends the day lying so many months and days after the day of ``start``."""
        day = start.astimezone(self.zone).date()
        return self.day_begins(_add_months(day, months) + timedelta(days=days + 1))

    def day_begins(self, day: date) -> datetime:
        """Return the first instant of a day where the controller is."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def add_years(day: date, years: int) -> date:
    """Return the same day so many years on; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
