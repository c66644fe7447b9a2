// SPDX-License-Identifier: Apache-2.0

//! Odd files, and what each gives. The page for users shows the same list in words.

use super::*;

/// What it is, as on the page; the file; what is said of it; minutes of an interval; what it gives.
type Case = (&'static str, &'static str, &'static str, u32, &'static str);

const BERLIN: &str = "zone=Europe/Berlin";

const CASES: &[Case] = &[
	(
		"the plain form",
		"interval,load_wh,generation_wh\n1700065,250,0\n1700066,0,70\n",
		"",
		15,
		"2018-06-27T00:15 250/0 0/70",
	),
	(
		"whole numbers written as floats",
		"interval,load_wh,generation_wh\n1700065.0,250.0,0.00\n",
		"",
		15,
		"2018-06-27T00:15 250/0",
	),
	("no lines below the header", "interval,load_wh,generation_wh\n", "", 15, "nothing"),
	(
		"a fraction of a Wh in the plain form",
		"interval,load_wh,generation_wh\n1700065,250.5,0\n",
		"",
		15,
		"2:9: `250.5` is not a whole number of Wh",
	),
	(
		"not a number",
		"interval,load_wh,generation_wh\n1700065,nan,0\n",
		"",
		15,
		"2:9: `nan` is no number; leave the cell blank where nothing was measured",
	),
	(
		"an exponent",
		"interval,load_wh,generation_wh\n1700065,1e3,0\n",
		"",
		15,
		"2:9: `1e3` has an exponent; write all its digits",
	),
	(
		"a negative value",
		"interval,load_wh,generation_wh\n1700065,0,-3\n",
		"",
		15,
		"2:11: `-3` is negative, which nothing used or generated can be; if the sign tells the direction, name the \
		 column --net \"…\" (in a rulebook net = \"…\")",
	),
	(
		"a value that no meter has",
		"interval,load_wh,generation_wh\n5,1099511627777,0\n",
		"",
		15,
		"2:1: 1099511627777 Wh in one interval is more than 1099511627776",
	),
	(
		"a blank cell",
		"interval,load_wh,generation_wh\n1700065,1,2\n1700066,,0\n1700067,3,\n1700068,0,0\n",
		"",
		15,
		"2018-06-27T00:15 1/2 _ _ 0/0",
	),
	(
		"a line twice, the same",
		"interval,load_wh,generation_wh\n7,1,2\n7,1,2\n8,3,4\n",
		"",
		15,
		"1970-01-01T01:45 1/2 3/4",
	),
	(
		"a line twice, with other values",
		"interval,load_wh,generation_wh\n7,1,2\n7,1,3\n",
		"",
		15,
		"3:1: is there before, with other values, on line 2; keep one of the two",
	),
	(
		"lines in disorder",
		"interval,load_wh,generation_wh\n7,1,2\n9,1,2\n8,1,2\n10,1,2\n",
		"",
		15,
		"4:1: is earlier than the line before; sort the lines by time",
	),
	(
		"the newest line first",
		"interval,load_wh,generation_wh\n9,3,0\n8,2,0\n7,1,0\n",
		"",
		15,
		"1970-01-01T01:45 1/0 2/0 3/0",
	),
	(
		"a gap",
		"interval,load_wh,generation_wh\n7,1,0\n10,2,0\n",
		"",
		15,
		"1970-01-01T01:45 1/0 _ _ 2/0",
	),
	(
		"a byte order mark, CRLF, blank lines, spaces, quotes",
		"\u{feff}\"interval\", load_wh ,\"generation_wh\"\r\n\r\n 7 ,\"1\",2\r\n\r\n8,3,4",
		"",
		15,
		"1970-01-01T01:45 1/2 3/4",
	),
	(
		"a line with too few cells",
		"interval,load_wh,generation_wh\n7,1,2\n\n8,1\n",
		"",
		15,
		"4:1: has 2 cells, and the header 3",
	),
	(
		"a decimal comma between commas",
		"time,load_kwh\n2018-06-27T14:00Z,0,25\n2018-06-27T14:15Z,0,30\n",
		"",
		15,
		"2:1: has 3 cells, and the header 2; a number with a decimal comma has to be in quotes, or the separator another\n\
		 3:1: has 3 cells, and the header 2; a number with a decimal comma has to be in quotes, or the separator another",
	),
	(
		"times with an offset",
		"timestamp,consumption_wh\n2018-06-27T14:00:00+02:00,250\n2018-06-27T12:15:00Z,300\n",
		"",
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"Unix seconds",
		"ts,load (Wh)\n1530100800,250\n1530101700,300\n",
		"",
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"Unix milliseconds",
		"ts,load (Wh)\n1530100800000,250\n1530101700000,300\n",
		"",
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"local times without a zone",
		"Zeit;Verbrauch (kWh)\n27.06.2018 14:00;0,25\n27.06.2018 14:15;0,3\n",
		"",
		15,
		"2:1: is the clock's time, but nothing says where; write --zone \"Europe/Berlin\" (in a rulebook zone = \"Europe/Berlin\") or the like",
	),
	(
		"local times with a zone",
		"Zeit;Verbrauch (kWh)\n27.06.2018 14:00;0,25\n27.06.2018 14:15;0,3\n",
		BERLIN,
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"a column of UTC",
		"utc_timestamp,load_w\n2018-06-27 12:00,1000\n2018-06-27 12:15,1200\n",
		"",
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"dates that two orders can read",
		"Zeit;Verbrauch (kWh)\n01.02.2018 14:00;0,25\n01.02.2018 14:15;0,3\n",
		BERLIN,
		15,
		"2:1: `01.02.2018 14:00` is 1 February 2018 or 2 January 2018, and no other line tells; write --date-order \"dmy\" (in a rulebook date_order = \"dmy\") \
		 or \"mdy\"",
	),
	(
		"dates that two orders can read, with the order",
		"Time,Usage (kWh)\n02/01/2018 14:00,0.25\n02/01/2018 14:15,0.3\n",
		"zone=America/New_York date_order=mdy",
		15,
		"2018-02-01T19:00 250/0 300/0",
	),
	(
		"dates that only one order can read in the end",
		"Zeit;Verbrauch (kWh)\n12.02.2018 23:45;0,25\n13.02.2018 00:00;0,3\n",
		BERLIN,
		15,
		"2018-02-12T22:45 250/0 300/0",
	),
	(
		"twelve hours and AM, PM",
		"Date,Start Time,Usage (kWh)\n6/27/2018,11:30 AM,0.25\n6/27/2018,12:00 PM,0.3\n",
		"zone=America/New_York",
		30,
		"2018-06-27T15:30 250/0 300/0",
	),
	(
		"24:00",
		"Datum;bis;Verbrauch kWh\n27.06.2018;23:45;0,25\n27.06.2018;24:00;0,3\n",
		BERLIN,
		15,
		"2018-06-27T21:30 250/0 300/0",
	),
	(
		"times that look like ends",
		"Zeitstempel;Bezug (kWh)\n27.06.2018 00:15;0,25\n27.06.2018 00:30;0,3\n28.06.2018 00:00;0,3\n",
		BERLIN,
		15,
		"2:1: the file begins one period after midnight and ends at midnight, as if times were those of the end; write \
		 --stamp \"end\" (in a rulebook stamp = \"end\"), or \"start\"",
	),
	(
		"times at the end of a period",
		"Zeitstempel;Bezug (kWh)\n27.06.2018 00:15;0,25\n27.06.2018 00:30;0,3\n27.06.2018 00:45;0,3\n",
		"zone=Europe/Berlin stamp=end",
		15,
		"2018-06-26T22:00 250/0 300/0 300/0",
	),
	(
		"hours on a chain of quarters",
		"start,load_wh\n2018-06-27T12:00Z,250\n2018-06-27T13:00Z,301\n",
		"",
		15,
		"2018-06-27T12:00 62/0 63/0 62/0 63/0 75/0 75/0 75/0 76/0",
	),
	(
		"minutes on a chain of quarters",
		"start,load_w\n2018-06-27T12:00Z,90\n2018-06-27T12:05Z,90\n2018-06-27T12:10Z,90\n2018-06-27T12:15Z,90\n",
		"",
		15,
		"2018-06-27T12:00 22/0",
	),
	(
		"ten minutes on a chain of quarters",
		"start,load_w\n2018-06-27T12:00Z,600\n2018-06-27T12:10Z,1200\n2018-06-27T12:20Z,600\n",
		"",
		15,
		"2018-06-27T12:00 200/0 200/0",
	),
	(
		"quarters on a chain of hours",
		"start,load_kwh\n2018-06-27T12:00Z,0.1\n2018-06-27T12:15Z,0.2\n2018-06-27T12:30Z,0.3\n2018-06-27T12:45Z,0.4\n",
		"",
		60,
		"2018-06-27T12:00 1000/0",
	),
	(
		"days",
		"Datum;Verbrauch (kWh)\n27.06.2018;8,25\n28.06.2018;7,3\n",
		BERLIN,
		15,
		"2:1: `27.06.2018` is a date without a time; a day's total does not say when energy was used: export hours or \
		 quarters\n3:1: `28.06.2018` is a date without a time; a day's total does not say when energy was used: export hours \
		 or quarters",
	),
	(
		"lines of two hours",
		"start,load_wh\n2018-06-27T12:00Z,250\n2018-06-27T14:00Z,301\n",
		"",
		15,
		"2:1: lines are 2 hours apart, which does not say when energy was used; export hours or quarters",
	),
	(
		"a list of events",
		"start,load_wh\n2018-06-27T12:00:05Z,2\n2018-06-27T12:03:44Z,3\n2018-06-27T12:04:00Z,3\n2018-06-27T12:09:01Z,9\n",
		"",
		15,
		"2:1: lines are not the same time apart (16 seconds in 1 of 3 cases); export quarters or hours",
	),
	(
		"times off the grid",
		"start,load_wh\n2018-06-27T12:00Z,2\n2018-06-27T12:15Z,3\n2018-06-27T12:31Z,3\n2018-06-27T12:45Z,9\n2018-06-27T13:00Z,1\n2018-06-27T13:15Z,1\n",
		"",
		15,
		"4:1: is not on the grid of 15 minutes; round the times, or export 15 minutes",
	),
	(
		"a line in the middle of another's period",
		"start,load_wh\n2018-06-27T12:00Z,4\n2018-06-27T13:00Z,4\n2018-06-27T14:00Z,4\n2018-06-27T14:15Z,4\n",
		"",
		15,
		"5:1: is less than 1 hour behind the line before, whose period is that long",
	),
	(
		"a single line",
		"start,load_wh\n2018-06-27T12:00Z,250\n",
		"",
		15,
		"2:1: a single line does not tell how long its period is; write --resolution-minutes 15 (in a rulebook resolution_minutes = 15)",
	),
	(
		"a single line with its length",
		"start,load_wh\n2018-06-27T12:00Z,250\n",
		"minutes=30",
		15,
		"2018-06-27T12:00 125/0 125/0",
	),
	(
		"a length that does not fit",
		"start,load_wh\n2018-06-27T12:00Z,250\n2018-06-27T13:00Z,250\n2018-06-27T14:00Z,250\n",
		"minutes=15",
		15,
		"2:1: most lines are 1 hour apart, not 15 minutes; leave resolution_minutes out",
	),
	(
		"no unit",
		"start,load\n2018-06-27T12:00Z,250\n2018-06-27T12:15Z,250\n",
		"",
		15,
		"1:7: has no unit in its name; write --unit \"kWh\" (in a rulebook unit = \"kWh\"), \"Wh\", \"kW\" or \"W\"",
	),
	(
		"a day that its month does not have",
		"start;load_wh\n31.02.2026 12:00;250\n",
		BERLIN,
		15,
		"2:1: `31.02.2026 12:00` is no day: February 2026 has no day 31",
	),
	(
		"power, on average over the period",
		"start,load\n2018-06-27T12:00Z,1.2\n2018-06-27T12:15Z,0.8\n",
		"unit=kW",
		15,
		"2018-06-27T12:00 300/0 200/0",
	),
	(
		"columns that nobody knows",
		"Moment;Dings\n27.06.2018 14:00;0,25\n",
		BERLIN,
		15,
		"1:1: no column of times is known among `Moment`, `Dings`; name it: --time \"…\" (in a rulebook time = \"…\")",
	),
	(
		"a column of energy that says no direction",
		"Zeit;Wert (kWh)\n27.06.2018 14:00;0,25\n",
		BERLIN,
		15,
		"1:1: no column of energy is known among `Zeit`, `Wert (kWh)`; name it: --load \"…\" (in a rulebook load = \"…\") for what \
		 was used, --generation \"…\" (in a rulebook generation = \"…\") for what was generated",
	),
	(
		"two columns that may both be meant",
		"Zeit;Verbrauch kWh;Netzbezug kWh\n27.06.2018 14:00;0,25;0,1\n",
		BERLIN,
		15,
		"1:1: `Verbrauch kWh` and `Netzbezug kWh` may both be meant; write --load \"Verbrauch kWh\" (in a rulebook load = \"Verbrauch kWh\"), or another",
	),
	(
		"a column that is named and not there",
		"Zeit;Verbrauch kWh\n27.06.2018 14:00;0,25\n",
		"zone=Europe/Berlin load=Bezug",
		15,
		"1:1: has no column `Bezug`, only `Zeit`, `Verbrauch kWh`",
	),
	(
		"no header, columns by number",
		"27.06.2018 14:00;x;0,25\n27.06.2018 14:15;x;0,3\n",
		"zone=Europe/Berlin time=#1 load=#3 unit=kWh",
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"two tariffs, added up",
		"Zeit;HT (kWh);NT (kWh)\n27.06.2018 14:00;0,25;\n27.06.2018 14:15;;0,3\n27.06.2018 14:30;;\n27.06.2018 14:45;0,1;0,1\n",
		"zone=Europe/Berlin load=HT_(kWh)+NT_(kWh)",
		15,
		"2018-06-27T12:00 250/0 300/0 _ 200/0",
	),
	(
		"one column with a sign",
		"start,Netto (W)\n2018-06-27T12:00Z,1000\n2018-06-27T12:15Z,\u{2212}400\n",
		"net_positive=drawn",
		15,
		"2018-06-27T12:00 250/0 0/100",
	),
	(
		"one column with a sign, and nothing about it",
		"start,Netto (W)\n2018-06-27T12:00Z,1000\n2018-06-27T12:15Z,-400\n",
		"",
		15,
		"1:7: the sign tells the direction; write --net-positive \"drawn\" (in a rulebook net_positive = \"drawn\") or \"fed-in\"",
	),
	(
		"thousands",
		"start;load (Wh)\n2018-06-27T12:00Z;1.234,5\n2018-06-27T12:15Z;12.345,5\n2018-06-27T12:30Z;1 000\n",
		"",
		15,
		"2018-06-27T12:00 1234/0 12346/0 1000/0",
	),
	(
		"thousands or decimals",
		"start;load (Wh)\n2018-06-27T12:00Z;1.234\n2018-06-27T12:15Z;2.345\n",
		"",
		15,
		"2:19: `1.234` may be 1234 or have decimals, and no other line tells; write --decimal \".\" (in a rulebook decimal = \".\") or \",\"",
	),
	(
		"two marks before decimals",
		"start;load (Wh)\n2018-06-27T12:00Z;1.25\n2018-06-27T12:15Z;2,25\n",
		"",
		15,
		"3:19: `2,25` has another mark before decimals than the lines before; write them alike",
	),
	(
		"decimals of binary fractions",
		"start,load_kwh\n2018-06-27T12:00Z,0.30000000000000004\n2018-06-27T12:15Z,0.29999999999999999\n",
		"",
		15,
		"2018-06-27T12:00 300/0 300/0",
	),
	(
		"a counter's readings",
		"time,load_kwh\n2018-06-27T12:00Z,1000.100\n2018-06-27T12:15Z,1000.350\n2018-06-27T12:30Z,\n2018-06-27T12:45Z,1001\n2018-06-27T13:00Z,1001.3\n",
		"counter=true",
		15,
		"2018-06-27T12:00 250/0 _ _ 300/0",
	),
	(
		"a counter that falls",
		"time,load_kwh\n2018-06-27T12:00Z,1000.1\n2018-06-27T12:15Z,0.35\n",
		"counter=true",
		15,
		"3:1: is less than the reading before; was the meter replaced? Then give each its own file",
	),
	(
		"lines above the header, comments, a line of units",
		"Kunde;4711\n\nZeit;Verbrauch\n[dd.MM.yyyy HH:mm];[kWh]\n27.06.2018 14:00;0,25\n# geschätzt\n27.06.2018 14:15;0,3\n",
		BERLIN,
		15,
		"2018-06-27T12:00 250/0 300/0",
	),
	(
		"a sum below the lines",
		"Zeit;Verbrauch kWh\n27.06.2018 14:00;0,25\n27.06.2018 14:15;0,3\nSumme;0,55\n",
		BERLIN,
		15,
		"4:1: `Summe` is no time as in the lines before; leave the line out, or write it alike",
	),
	(
		"a time before 1970",
		"start,load_wh\n1969-12-31T23:45Z,1\n1970-01-01T00:00Z,1\n",
		"",
		15,
		"2:1: is before 1970, or too far ahead for the number of an interval",
	),
	("an empty file", "", "", 15, "1:1: the file is empty"),
	(
		"a spreadsheet",
		"PK\u{3}\u{4}and more",
		"",
		15,
		"1:1: is a spreadsheet or an archive; save the sheet as CSV",
	),
];

#[test]
fn every_odd_file_gives_what_the_page_says() {
	assert!(CASES.len() >= 35);
	let mut wrong = String::new();
	for (what, file, said, minutes, expected) in CASES {
		let given = gives(file.as_bytes(), said, *minutes);
		if given != *expected {
			wrong.push_str(&format!("== {what}\n{given}\n-- not\n{expected}\n"));
		}
		if !PAGE.contains(&format!("| {what} |")) {
			wrong.push_str(&format!("== {what} is not on the page\n"));
		}
	}
	assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn encodings_of_spreadsheets_are_read() {
	let text = "Zeit;Größe (kWh)\r\n27.06.2018 14:00;0,25\r\n27.06.2018 14:15;0,3\r\n";
	let wanted = "2018-06-27T12:00 250/0 300/0";
	let said = "zone=Europe/Berlin load=Größe_(kWh)";
	let windows: Vec<u8> = text.chars().map(|c| u32::from(c) as u8).collect();
	assert_eq!(gives(&windows, said, 15), wanted);
	let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
	assert_eq!(gives(&[&[0xff, 0xfe][..], &utf16].concat(), said, 15), wanted);
	assert_eq!(gives(text.as_bytes(), said, 15), wanted);
}

#[test]
fn all_problems_are_told_at_once_and_bounded() {
	let lines: String = (0..30).map(|line| format!("{},x,{}\n", 7 + line, -1)).collect();
	let text = format!("interval,load_wh,generation_wh\n{lines}");
	let refused = read(text.as_bytes(), "home.csv", &Mapping::default(), 900_000).unwrap_err();
	assert_eq!((refused.problems.len(), refused.more), (20, 40));
	let printed = refused.to_string();
	let first = "home.csv:2:3: column `load_wh`: `x` is no number; write digits alone\n  |\n2 | 7,x,-1\n  |   ^\n\n\
	             home.csv:2:5: column `generation_wh`: `-1` is negative";
	assert!(printed.starts_with(first), "{printed}");
	assert!(printed.ends_with("and 40 more"), "{printed}");
}

#[test]
fn what_is_taken_for_granted_is_noted() {
	let hours = "start,load_wh\n2018-06-27T12:00Z,250\n2018-06-27T13:00Z,301\n";
	assert_eq!(
		notes(hours, "", 15),
		"each line of 1 hour is spread evenly over intervals of 15 minutes: peaks within it are not seen"
	);
	let quarters =
		"time,load (W)\n2018-06-27T12:15Z,250\n2018-06-27T12:00Z,250\n2018-06-27T12:00Z,250\n";
	let all = notes(quarters, "unit=kW", 60);
	for part in [
		"`load (W)` says W, but is taken in kW, as told",
		"the newest line came first: turned round",
		"times are taken for the start of a period",
		"1 lines are there twice with the same values: taken once",
		"lines of 15 minutes are added up to intervals of 1 hour",
		"1 intervals of which only a part is known are missing, with 125000 Wh in them",
	] {
		assert!(all.contains(part), "{part} is not in\n{all}");
	}
}
