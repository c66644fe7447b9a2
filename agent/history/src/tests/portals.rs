// SPDX-License-Identifier: Apache-2.0

//! Files in the manner of portals, inverters and programs, with made-up values.

use super::*;

#[test]
fn a_belgian_portal_has_a_line_for_each_register() {
	// Fluvius: quarters by register, decimal commas, dates and times apart.
	let file = "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving\n\
		01-01-2023;00:00:00;01-01-2023;00:15:00;=\"54\";1SAG;Digitale meter;Afname Nacht;0,125;kWh;Gevalideerd;\n\
		01-01-2023;00:00:00;01-01-2023;00:15:00;=\"54\";1SAG;Digitale meter;Injectie Nacht;0,000;kWh;Gevalideerd;\n\
		01-01-2023;00:15:00;01-01-2023;00:30:00;=\"54\";1SAG;Digitale meter;Afname Dag;;kWh;Geen verbruik;\n\
		01-01-2023;00:15:00;01-01-2023;00:30:00;=\"54\";1SAG;Digitale meter;Injectie Dag;0,010;kWh;Gevalideerd;\n\
		01-01-2023;00:30:00;01-01-2023;00:45:00;=\"54\";1SAG;Digitale meter;Afname Dag;1,5;kWh;Gevalideerd;\n\
		01-01-2023;00:30:00;01-01-2023;00:45:00;=\"54\";1SAG;Digitale meter;Injectie Dag;0,010;kWh;Gevalideerd;\n\
		01-01-2023;00:30:00;01-01-2023;00:45:00;=\"54\";1SAG;Digitale meter;Blindenergie;9;kWh;Gevalideerd;\n";
	let said = "zone=Europe/Brussels date_order=dmy register=Register value=Volume load=Afname_Dag+Afname_Nacht \
	            generation=Injectie_Dag+Injectie_Nacht";
	assert_eq!(gives(file.as_bytes(), said, 15), "2022-12-31T23:00 125/0 _ 1500/10");
	assert!(notes(file, said, 15).contains("1 lines of register `Blindenergie` are left out"));
}

#[test]
fn a_french_grid_operator_gives_watts_of_half_hours_at_their_end() {
	// Enedis, Linky: two lines above the header, which names no unit.
	let file = "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape demandee;Unite\n\
		99999999999999;Courbe de charge;01/01/2020;02/01/2020;Energie active;Consommation;;W\n\
		Horodate;Valeur\n\
		2020-01-01T00:30:00+01:00;350\n\
		2020-01-01T01:00:00+01:00;500\n";
	let said = "zone=Europe/Paris load=Valeur unit=W";
	assert_eq!(gives(file.as_bytes(), said, 15), "2019-12-31T23:00 87/0 88/0 125/0 125/0");
	assert!(
		gives(file.as_bytes(), "zone=Europe/Paris load=Valeur", 15)
			.starts_with("3:10: has no unit")
	);
	let newer = "Début;Fin;Valeur (en Kw)\n02/03/2023 00:00:00;02/03/2023 00:30:00;4,030\n02/03/2023 00:30:00;02/03/2023 01:00:00;0,2\n";
	let said = "zone=Europe/Paris load=Valeur_(en_Kw) date_order=dmy";
	assert_eq!(gives(newer.as_bytes(), said, 30), "2023-03-01T23:00 2015/0 100/0");
}

#[test]
fn a_british_supplier_gives_half_hours_with_their_offset() {
	// Octopus.
	let file = "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n\
		0.123000, 3.4, 1.0, 2023-10-29T00:30:00+01:00, 2023-10-29T01:00:00+01:00\n\
		0.200000, 3.4, 1.0, 2023-10-29T01:00:00+01:00, 2023-10-29T01:30:00+01:00\n\
		0.300000, 3.4, 1.0, 2023-10-29T01:30:00+01:00, 2023-10-29T01:00:00+00:00\n\
		0.400000, 3.4, 1.0, 2023-10-29T01:00:00+00:00, 2023-10-29T01:30:00+00:00\n";
	let given = gives(file.as_bytes(), "zone=Europe/London", 30);
	assert_eq!(given, "2023-10-28T23:30 123/0 200/0 300/0 400/0");
}

#[test]
fn a_german_load_profile_has_kilowatts_up_to_24_00() {
	let file = "Zählpunkt;DE0001\nEinheit;kW\n\nDatum;Uhrzeit;Wirkleistung Bezug;Status\n\
		30.06.2023;23:45:00;1,2;W\n30.06.2023;24:00:00;0,8;W\n01.07.2023;00:15:00;0,4;E\n";
	let said = "zone=Europe/Berlin stamp=end unit=kW load=Wirkleistung_Bezug";
	assert_eq!(gives(file.as_bytes(), said, 15), "2023-06-30T21:30 300/0 200/0 100/0");
}

#[test]
fn inverters_average_power_or_add_energy() {
	// SMA: a line for spreadsheets, energy of five minutes; a blank cell at night is missing.
	let sma = "sep=;\n\nVersion CSV1\n;SN: 1\ndd.MM.yyyy HH:mm;Leistung (kW)\n\
		27.06.2018 12:00;1,200\n27.06.2018 12:05;1,200\n27.06.2018 12:10;1,200\n27.06.2018 12:15;0,600\n27.06.2018 12:20;\n27.06.2018 12:25;0,600\n";
	let said = "zone=Europe/Berlin time=dd.MM.yyyy_HH:mm generation=Leistung_(kW)";
	assert_eq!(gives(sma.as_bytes(), said, 15), "2018-06-27T10:00 0/300");
	// Fronius: units in a line of their own, fractions of a Wh.
	let fronius = "Datum und Uhrzeit,Energie,Verbrauch\n[dd.MM.yyyy HH:mm],[Wh],[Wh]\n\
		27.06.2018 12:00,83.4,20.3\n27.06.2018 12:05,83.4,20.3\n27.06.2018 12:10,83.4,20.3\n27.06.2018 12:15,83.4,20.3\n";
	let said = "zone=Europe/Vienna load=Verbrauch generation=Energie";
	assert_eq!(gives(fronius.as_bytes(), said, 5), "2018-06-27T10:00 20/83 20/83 20/84 21/83");
}

#[test]
fn home_assistant_and_p1_readers_give_counters() {
	// Long-term statistics, exported by the hour: the sum only rises.
	let file = "start,state,sum\n2024-01-01T00:00:00.000Z,5000.5,120.25\n2024-01-01T01:00:00.000Z,5001.0,120.75\n2024-01-01T02:00:00.000Z,5001.9,121.65\n";
	let said = "load=sum unit=kWh counter=true";
	assert_eq!(gives(file.as_bytes(), said, 60), "2024-01-01T00:00 500/0 900/0");
	let p1 = "time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh\n\
		2024-01-01 00:00,1000.100,2000,5,7\n2024-01-01 00:15,1000.350,2000,5,7\n2024-01-01 00:30,1000.350,2000.1,5,7.02\n";
	let said = "zone=Europe/Amsterdam counter=true load=Import_T1_kWh+Import_T2_kWh generation=Export_T1_kWh+Export_T2_kWh";
	assert_eq!(gives(p1.as_bytes(), said, 15), "2023-12-31T23:00 250/0 100/20");
}

#[test]
fn a_californian_portal_has_dates_and_times_apart() {
	let file = "Name,ME\nAddress,\"1 MAIN ST, TOWN\"\n\nTYPE,DATE,START TIME,END TIME,USAGE (kWh),COST,NOTES\n\
		Electric usage,2023-07-01,00:00,00:14,0.12,$0.05,\nElectric usage,2023-07-01,00:15,00:29,0.13,$0.05,\n";
	assert_eq!(
		gives(file.as_bytes(), "zone=America/Los_Angeles", 15),
		"2023-07-01T07:00 120/0 130/0"
	);
	let units = file
		.replace("USAGE (kWh),", "USAGE,UNITS,")
		.replace("0.12,", "0.12,kWh,")
		.replace("0.13,", "0.13,kWh,");
	assert_eq!(
		gives(units.as_bytes(), "zone=America/Los_Angeles", 15),
		"2023-07-01T07:00 120/0 130/0"
	);
	let gas = units.replace(",kWh,", ",therms,");
	assert!(
		gives(gas.as_bytes(), "zone=America/Los_Angeles", 15)
			.contains("is in `therms`, which is none of kWh")
	);
}

#[test]
fn research_profiles_are_in_local_time() {
	// simbench: a profile of a load, in shares of 1 kW here; semicolons, day first, all of a year.
	let file = "time;H0-A_pload;H0-B_pload\n27.03.2016 01:45;0.1;0.2\n27.03.2016 03:00;0.2;0.4\n27.03.2016 03:15;0.3;0.6\n";
	let said = "zone=Europe/Berlin load=#2 unit=kW";
	assert_eq!(gives(file.as_bytes(), said, 15), "2016-03-27T00:45 25/0 50/0 75/0");
}
