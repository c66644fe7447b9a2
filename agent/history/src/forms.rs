// SPDX-License-Identifier: Apache-2.0

//! The ways in which files write times.

use jiff::{
	Timestamp, ToSpan,
	civil::{Date, DateTime},
};

use crate::{
	mapping::{DateOrder, say},
	problem::{Place, Problems, shown},
};

/// A way to write dates, and its order.
const DATES: &[(&str, DateOrder)] = &[
	("%Y-%m-%d", DateOrder::YearMonthDay),
	("%Y/%m/%d", DateOrder::YearMonthDay),
	("%Y.%m.%d", DateOrder::YearMonthDay),
	("%Y%m%d", DateOrder::YearMonthDay),
	("%y-%m-%d", DateOrder::YearMonthDay),
	("%y/%m/%d", DateOrder::YearMonthDay),
	("%y.%m.%d", DateOrder::YearMonthDay),
	("%d.%m.%Y", DateOrder::DayMonthYear),
	("%d/%m/%Y", DateOrder::DayMonthYear),
	("%d-%m-%Y", DateOrder::DayMonthYear),
	("%d.%m.%y", DateOrder::DayMonthYear),
	("%d/%m/%y", DateOrder::DayMonthYear),
	("%d-%m-%y", DateOrder::DayMonthYear),
	("%m.%d.%Y", DateOrder::MonthDayYear),
	("%m/%d/%Y", DateOrder::MonthDayYear),
	("%m-%d-%Y", DateOrder::MonthDayYear),
	("%m.%d.%y", DateOrder::MonthDayYear),
	("%m/%d/%y", DateOrder::MonthDayYear),
	("%m-%d-%y", DateOrder::MonthDayYear),
];

/// Ways to write the time of day, with what stands before it.
const TIMES: &[&str] = &[
	" %H:%M",
	" %H:%M:%S",
	" %H:%M:%S%.f",
	" %I:%M %p",
	" %I:%M:%S %p",
	"T%H:%M",
	"T%H:%M:%S",
	"T%H:%M:%S%.f",
];

/// A time as a file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
	/// The number of an interval.
	Interval(u64),
	/// An instant, in milliseconds since 1970.
	At(i64),
	/// What the clock on the wall says.
	Local(DateTime),
}

impl Moment {
	/// Milliseconds as if the clock on the wall showed UTC: for comparisons with its neighbours.
	pub fn naive(self) -> i64 {
		match self {
			Self::Interval(number) => i64::try_from(number).unwrap_or(i64::MAX),
			Self::At(millis) => millis,
			Self::Local(time) => time
				.to_zoned(jiff::tz::TimeZone::UTC)
				.map_or(0, |utc| utc.timestamp().as_millisecond()),
		}
	}
}

/// A way to write times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
	Interval,
	Seconds,
	Millis,
	/// With an offset from UTC, as in RFC 3339.
	Offset,
	/// On the wall.
	Local(String, DateOrder),
}

impl Form {
	/// All of them; those of dates in this order if one is given.
	fn all(order: Option<DateOrder>) -> Vec<Self> {
		let dates = DATES.iter().filter(|(_, of)| order.is_none_or(|order| order == *of));
		let local = dates.flat_map(|(date, order)| {
			TIMES.iter().map(move |time| Self::Local(format!("{date}{time}"), *order))
		});
		[Self::Seconds, Self::Millis, Self::Offset].into_iter().chain(local).collect()
	}

	fn read(&self, text: &str) -> Option<Moment> {
		match self {
			Self::Interval => whole(text).map(Moment::Interval),
			Self::Seconds => unix(text, 9..=11)?.checked_mul(1_000).map(Moment::At),
			Self::Millis => unix(text, 12..=14).map(Moment::At),
			Self::Offset => {
				let instant: Timestamp = text.parse().ok()?;
				Some(Moment::At(instant.as_millisecond()))
			},
			Self::Local(format, _) => {
				// Midnight at the end of a day.
				let midnight = text.replacen(" 24:00", " 00:00", 1);
				let time = DateTime::strptime(format, &midnight)
					.ok()
					.filter(|time| time.year() >= 1970)?;
				let days: i64 = if midnight == text { 0 } else { 1 };
				Some(Moment::Local(time.checked_add(days.days()).ok()?))
			},
		}
	}

	/// In words.
	pub fn words(&self) -> &'static str {
		match self {
			Self::Interval => "interval numbers",
			Self::Seconds => "Unix seconds",
			Self::Millis => "Unix milliseconds",
			Self::Offset => "times with their offset from UTC",
			Self::Local(_, DateOrder::DayMonthYear) => "local times, day first",
			Self::Local(_, DateOrder::MonthDayYear) => "local times, month first",
			Self::Local(_, DateOrder::YearMonthDay) => "local times, year first",
		}
	}
}

/// A whole number, also as programs write it that know no integers.
fn whole(text: &str) -> Option<u64> {
	let (digits, rest) = text.split_once('.').unwrap_or((text, ""));
	let right = digits.bytes().all(|b| b.is_ascii_digit()) && rest.bytes().all(|b| b == b'0');
	digits.parse().ok().filter(|_| right)
}

fn unix(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
	let number = i64::try_from(whole(text)?).ok()?;
	digits.contains(&number.to_string().len()).then_some(number)
}

/// Whether a text can be read as a time at all.
pub(crate) fn is_time(text: &str) -> bool {
	whole(text).is_some() || Form::all(None).iter().any(|form| form.read(text).is_some())
}

/// Finds the form of all times, which have their places, and reads them. What is not read, or can be in
/// two ways, becomes a problem, and is none.
pub(crate) fn read_all(
	texts: &[(Place, String)],
	is_interval: bool,
	order: Option<DateOrder>,
	problems: &mut Problems,
) -> (Option<Form>, Vec<Option<Moment>>) {
	let mut forms = if is_interval { vec![Form::Interval] } else { Form::all(order) };
	for (place, text) in texts {
		let fit: Vec<Form> =
			forms.iter().filter(|form| form.read(text).is_some()).cloned().collect();
		if fit.is_empty() {
			problems.add(place.clone(), reason(text, is_interval, forms.len() == 1));
		} else {
			forms = fit;
		}
	}
	let Some(form) = forms.first().cloned() else { return (None, Vec::new()) };
	let moments: Vec<_> = texts.iter().map(|(_, text)| form.read(text)).collect();
	for other in forms.iter().skip(1) {
		let differs = texts
			.iter()
			.zip(&moments)
			.find(|((_, text), moment)| moment.is_some() && other.read(text) != **moment);
		if let (Some(((place, text), Some(Moment::Local(one)))), Some(Moment::Local(two))) =
			(differs, differs.and_then(|((_, text), _)| other.read(text)))
		{
			let day = |time: DateTime| time.strftime("%-d %B %Y").to_string();
			let word = |form: &Form| match form {
				Form::Local(_, DateOrder::MonthDayYear) => "mdy",
				Form::Local(_, DateOrder::YearMonthDay) => "ymd",
				_ => "dmy",
			};
			problems.add(
				place.clone(),
				format!(
					"`{}` is {} or {}, and no other line tells; write {} or \"{}\"",
					shown(text),
					day(*one),
					day(two),
					say("date_order", word(&form)),
					word(other)
				),
			);
			break;
		}
	}
	(Some(form), moments)
}

/// Whether a time is of a day that its month does not have, and which that is: `February 2026 has no day 31`.
fn missing_day(text: &str) -> Option<String> {
	let numbers = text.trim().split(|c: char| !c.is_ascii_digit()).take(3);
	let numbers: Vec<i16> = numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?;
	let &[first, second, third] = &numbers[..] else { return None };
	// As the forms above: the year first, the day first, the month first.
	let orders = [(first, second, third), (third, second, first), (third, first, second)];
	let (year, month, day) = orders.into_iter().find(|(year, month, day)| {
		*year >= 1970 && (1..=12).contains(month) && (1..=31).contains(day)
	})?;
	let begin = Date::new(year, month.try_into().ok()?, 1).ok()?;
	(day > begin.days_in_month().into())
		.then(|| format!("{} has no day {day}", begin.strftime("%B %Y")))
}

fn reason(text: &str, is_interval: bool, settled: bool) -> String {
	let value = shown(text);
	if is_interval {
		return format!(
			"`{value}` is no interval number; if it is a time, name its column: {}",
			say("time", "…")
		);
	}
	if let Some(reason) = missing_day(text) {
		return format!("`{value}` is no day: {reason}");
	}
	let dates = DATES.iter().any(|(date, _)| Date::strptime(date, text).is_ok());
	if dates && text.len() >= 8 {
		return format!(
			"`{value}` is a date without a time; a day's total does not say when energy was used: export hours or quarters"
		);
	}
	if text.trim().is_empty() {
		return "has no time; leave the line out".into();
	}
	if settled {
		return format!(
			"`{value}` is no time as in the lines before; leave the line out, or write it alike"
		);
	}
	format!(
		"`{value}` is no time that is known; write it as 2018-06-27T14:15:00+02:00, 2018-06-27 14:15, 27.06.2018 14:15 or Unix seconds"
	)
}
