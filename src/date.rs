//! A calendar day. The core has no clock: `today` is always given.

use core::fmt;
use core::str::FromStr;

/// A day of the Gregorian calendar, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// For example 2026.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the month's last day.
    pub day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that does not begin with a day written as `2026-11-23`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDate(pub String);

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date; write it as 2026-11-23", self.0)
    }
}

impl core::error::Error for BadDate {}

impl FromStr for Date {
    type Err = BadDate;

    /// Reads `2026-11-23`, also at the start of a time such as `2026-11-23T23:59Z`.
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(text.to_owned());
        let (day, rest) = text.split_at_checked(10).ok_or_else(bad)?;
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(bad());
        }
        let mut parts = day.split('-').map(|part| part.parse::<u16>().ok());
        match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten(), parts.next()) {
            (Some(year), Some(month), Some(day), None) => Self::new(year, month as u8, day as u8).ok_or_else(bad),
            _ => Err(bad()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_a_date_or_a_time_and_nothing_else() {
        assert_eq!("2024-02-29".parse(), Ok(Date { year: 2024, month: 2, day: 29 }));
        assert_eq!("2026-11-23T23:59:00+01:00".parse::<Date>().unwrap().to_string(), "2026-11-23");
        for bad in ["2026-02-29", "23.11.2026", "2026-11-231", "soon", ""] {
            assert_eq!(bad.parse::<Date>(), Err(BadDate(bad.into())));
        }
    }
}
