"""Everything csmetrics.yaml can get wrong in its values, with the message in full."""

import pytest

from csmetrics.config import parse_config
from csmetrics.declared import TABLES
from csmetrics.errors import ConfigError

TOP_KEYS = (
    "currency, amount_unit, decimals, rates, database, timezone, date_format, as_of, fiscal_year_starts, "
    "encoding, delimiter, decimal, thousands, "
    "ids, tolerate, unknown_customers, gross_margin, tables, surveys, reviews, feedback, costs, rules, "
    "health, distress, thresholds, store, memory_share"
)
SURVEY_COLUMNS = "survey, score, responded_at, sent_at, customer_id, comment, response_id"
ENCODINGS = "Common ones are utf-8, cp1252 (Excel on Windows), mac-roman and utf-16."
DATE_CODES = "Use %d (day), %m (month), %b (Jan), %Y (2026), %y (26), %H, %M, %S."
SIGNS = 'Write one sign in quotes: "," ";" "|" or "\\t" for a tab.'
CLASH = '"," is both the delimiter and the decimal sign. Files with decimal commas mostly have delimiter: ";".'
MARKS = '"." is both the decimal sign and the sign between thousands. Keep one of the two lines.'
SINGLE = "a list stands where one value belongs."
WHOLE = "is not a whole number. Write digits alone, as in 4."
FORMULA = 'Write headers in brackets, texts in quotes, and + - * / & between them, as in "[Unit price] * [Seats]".'
NAME = "no name given. Write one, or take the line out."
KEYS = "stands where keys belong. Write lines of key: value."
NOTHING = "no value given. Write one, or take the line out."
LIST = "stands where a list belongs. Write [one, two], or [] for none."

ONE_LINE = {
    # which rows, and what is worked out
    "tables: {costs: {where: {Amount: {above: soon}}}}": (
        'tables: costs: where: Amount: above: "soon" is neither a number nor a day. Write it as 100 or as 2026-09-01.'
    ),
    "tables: {costs: {where: {Amount: {abov: 3}}}}": (
        "tables: costs: where: Amount: abov: unknown key. Did you mean above?"
    ),
    "tables: {costs: {compute: {amount: '[a] *'}}}": (
        f'tables: costs: compute: amount: "[a] *" ends where something is missing. {FORMULA}'
    ),
    "tables: {costs: {compute: {amount: '[a] $ 2'}}}": (
        f'tables: costs: compute: amount: "[a] $ 2" cannot be read from "$ 2" on. {FORMULA}'
    ),
    "tables: {costs: {compute: {amount: 7}}}": (
        'tables: costs: compute: amount: "7" names no column. Write headers in brackets, or the value itself under '
        "constants."
    ),
    "tables: {costs: {compute: {amount: \"[a] * 'x'\"}}}": (
        'tables: costs: compute: amount: "[a] * \'x\'": the text "x" is no number. & joins texts.'
    ),
    "tables: {costs: {compute: {date: '[a] + 1'}}}": (
        "tables: costs: compute: date: days are not calculated with. & joins the parts of a day, as in "
        "\"[Year] & '-' & [Month] & '-01'\"."
    ),
    "tables: {purchases: {compute: {amuont: '[a]'}}}": (
        "tables: purchases: compute: amuont: unknown column. Did you mean amount?"
    ),
    "tables: {costs: {compute: {amount: '[a]'}, columns: {amount: b}}}": (
        "tables: costs: compute: amount: the column is read from the file too, under columns. Keep one of the two."
    ),
    "tables: {costs: {compute: {amount: '[a]'}, constants: {amount: 1}}}": (
        "tables: costs: compute: amount: the column is a constant too, under constants. Keep one of the two."
    ),
    "tables: {costs: {amount_is: line}}": (
        "tables: costs: amount_is: costs has no quantity, so this says nothing. Take it out."
    ),
    "tables: {costs: {roll_up: parent_id}}": (
        "tables: costs: roll_up: accounts of one company are declared once, for all tables. Write roll_up under "
        "customers."
    ),
    # queries
    "tables: {usage: {database: $CRM}}": (
        "tables: usage: database: the query is missing. Write sql: select ... beside it, or database at the top for all"
        " queries."
    ),
    "tables: {usage: {sql: select 1, file: usage.csv}}": (
        "tables: usage: file: the rows come from a query (sql), not from a file. Keep one of the two."
    ),
    # scores
    "health: {signals: {last_nsp: }}": (
        "health: signals: last_nsp: unknown signal. Did you mean last_nps? "
        "Names of your own need signal, question or column."
    ),
    "health: {signals: {x: {signal: usage_tren}}}": (
        "health: signals: x: unknown signal. Did you mean usage_trend? "
        "Names of your own need signal, question or column."
    ),
    "health: {signals: {x: {question: a, column: b}}}": (
        "health: signals: x: question and column exclude one another. Keep one."
    ),
    "health: {signals: {tenure: {days: 3}}}": "health: signals: tenure: days: tenure has no days. Take it out.",
    "health: {signals: {last_nps: {days: 0}}}": (
        "health: signals: last_nps: days: 0 is not between 1 and 36,500 days."
    ),
    "health: {signals: {last_nps: {scale: [1, 2], tiers: {1: 2, above: 3}}}}": (
        "health: signals: last_nps: tiers: scale and tiers exclude one another. Keep one."
    ),
    "health: {signals: {last_nps: {tiers: {1: 2, above: 300}}}}": (
        "health: signals: last_nps: tiers: 300 is not between 0 and 100."
    ),
    "health: {signals: {last_nps: {tiers: 5}}}": (
        "health: signals: last_nps: tiers: tiers are upper bounds with their scores, as in {20: 0, 40: 50, above: 100}."
    ),
    "health: {signals: {seats: {column: seats}}}": (
        "health: signals: seats: a column needs scale or tiers. Say which values mean 0 and 100, as in [0, 50]."
    ),
    "health: {signals: {tenure: {tiers: {20: 0, 20.0: 50, above: 100}}}}": (
        "health: signals: tenure: tiers: two bounds are the same number. Keep one of them."
    ),
    "health: {signals: {tenure: {scale: [-1e308, 1e308]}}}": (
        "health: signals: tenure: scale: -1e+308 and 1e+308 lie too far apart to be measured between."
    ),
    "health: {signals: {' ': {column: seats}}}": (
        "health: signals:  : a signal without a name. Write one before the colon."
    ),
    "health: {bands: {at_risk: 50, watch: 750}}": (
        "health: bands: watch 750 is not between 0 and 100, where scores lie."
    ),
    "distress: {threshold: 500}": "distress: threshold: 500 is not between 0 and 100, where scores lie.",
    "health: {bands: {at_risk: x}}": "health: bands: at_risk: not a number. Write the bound as 50, or as {below: 50}.",
    "health: {method: sum}": "health: method sum needs signals. Name those that are to be added up.",
    "distress: {method: sum, min_coverage: 0.5, signals: {tenure: }}": (
        "distress: method sum needs every signal, so min_coverage is 1. Take it out, or use method mean."
    ),
    # keys
    "gros_margin: 1": "gros_margin: unknown key. Did you mean gross_margin?",
    "foo: 1": f"foo: unknown key. Allowed here: {TOP_KEYS}.",
    "surveys: {csat: {satisfed: 4}}": "surveys: csat: satisfed: unknown key. Did you mean satisfied?",
    "surveys: {pns: {}}": "surveys: pns: unknown key. Did you mean nps?",
    "surveys: {nps: {scale: [1, 5]}}": (
        "surveys: nps: a scale other than 0 to 10 needs promoters and detractors. "
        "Say who promotes and who detracts, as in nps: {scale: [1, 5], promoters: 5, detractors: 3}."
    ),
    "surveys: {nps: {scale: [1, 10], promoters: 9}}": (
        "surveys: nps: a scale other than 0 to 10 needs promoters and detractors. "
        "Say who promotes and who detracts, as in nps: {scale: [1, 10], promoters: 9, detractors: 6}."
    ),
    "surveys: {nps: {promoters: 6}}": "surveys: nps: detractors 6 is not below promoters 6.",
    "surveys: {nps: {detractors: 11}}": (
        "surveys: nps: detractors: 11 is outside the scale 0 to 10. Write the score from which an answer counts."
    ),
    "surveys: {csat: {from: reviews}}": 'surveys: csat: from: "reviews" is not allowed. Write surveys or tickets.',
    "surveys: {csat: {from: []}}": (
        "surveys: csat: from: no table given. Write [surveys], [tickets] or [surveys, tickets]."
    ),
    "surveys: {csat: {form: tickets}}": "surveys: csat: form: unknown key. Did you mean from?",
    "surveys: {csat: {better: low}}": 'surveys: csat: better: "low" is not allowed. Did you mean lower?',
    "costs: {aquisition: []}": "costs: aquisition: unknown key. Did you mean acquisition?",
    "rules: {recognize: spread}": "rules: recognize: unknown key. Did you mean recognise?",
    "thresholds: {nps: {minn: 1, max: 2}}": "thresholds: nps: minn: unknown key. Did you mean min?",
    "tables: {costs: {filename: x}}": "tables: costs: filename: unknown key. Did you mean file?",
    # the wrong kind of thing
    "surveys: 5": f"surveys: 5 {KEYS}",
    "costs: [sales]": f"costs: a list {KEYS}",
    "tables: x": f'tables: "x" {KEYS}',
    "tables: {costs: spend.csv}": f'tables: costs: "spend.csv" {KEYS}',
    "tables: {costs: {columns: [a]}}": f"tables: costs: columns: a list {KEYS}",
    "thresholds: {nps: 30}": f"thresholds: nps: 30 {KEYS}",
    "currency: [USD]": f"currency: {SINGLE}",
    "currency: {code: USD}": "currency: a section of keys stands where one value belongs.",
    "tables: {costs: {constants: {date: [1]}}}": f"tables: costs: constants: date: {SINGLE}",
    "costs: {acquisition: sales}": f'costs: acquisition: "sales" {LIST}',
    "costs: {retention: }": "costs: retention: no list given. Write [] for none, or take the line out.",
    "costs: {other: [[a]]}": f"costs: other: {SINGLE}",
    "gross_margin: ": f"gross_margin: {NOTHING}",
    "timezone: ~": f"timezone: {NOTHING}",
    "tables: {costs: {columns: {date: }}}": f"tables: costs: columns: date: {NOTHING}",
    "tables: {costs: {constants: {date: }}}": f"tables: costs: constants: date: {NOTHING}",
    # choices
    "amount_unit: cent": 'amount_unit: "cent" is not allowed. Did you mean cents?',
    "decimal: point": 'decimal: "point" is not allowed. Write "." or ",".',
    "surveys: {csat: {method: top_box}}": 'surveys: csat: method: "top_box" is not allowed. Write share or mean.',
    "surveys: {ces: {better: up}}": 'surveys: ces: better: "up" is not allowed. Write higher or lower.',
    "surveys: {ces: {method: avg}}": 'surveys: ces: method: "avg" is not allowed. Write mean or share or net.',
    "surveys: {repeat_answers: first}": 'surveys: repeat_answers: "first" is not allowed. Write all or latest.',
    "rules: {joined_and_left: no}": 'rules: joined_and_left: "no" is not allowed. Write count or separate.',
    "rules: {recognise: when-billed}": 'rules: recognise: "when-billed" is not allowed. Did you mean when_billed?',
    "rules: {crc_customers: start}": 'rules: crc_customers: "start" is not allowed. Write end or average.',
    # single values
    "currency: Euro": 'currency: "Euro" is not a currency code in force. Write three letters, such as USD or EUR.',
    "timezone: Berlin": 'timezone: "Berlin" is not a time zone. Did you mean Europe/Berlin?',
    "timezone: Mars/X": 'timezone: "Mars/X" is not a time zone. Write it as UTC or Europe/Berlin.',
    "timezone: ../UTC": 'timezone: "../UTC" is not a time zone. Did you mean UTC?',
    "encoding: ansi": f'encoding: "ansi" is not a text encoding. {ENCODINGS}',
    "encoding: hex": f'encoding: "hex" is not a text encoding. {ENCODINGS}',
    "tables: {costs: {encoding: windows}}": f'tables: costs: encoding: "windows" is not a text encoding. {ENCODINGS}',
    "delimiter: tab": f'delimiter: "tab" cannot separate columns. {SIGNS}',
    "delimiter: é": f'delimiter: "é" cannot separate columns. {SIGNS}',
    "delimiter: x": f'delimiter: "x" cannot separate columns. {SIGNS}',
    "delimiter: '\"'": f'delimiter: """ cannot separate columns. {SIGNS}',
    "delimiter: \\t": 'delimiter: \\t without double quotes is two characters. Write a tab as "\\t".',
    "decimal: ','": f"decimal: {CLASH}",
    "tables: {costs: {decimal: ','}}": f"tables: costs: decimal: {CLASH}",
    "{decimal: ., thousands: .}": f"thousands: {MARKS}",
    "tables: {costs: {decimal: ., thousands: .}}": f"tables: costs: thousands: {MARKS}",
    # forms of single columns
    "tables: {costs: {decimal: {amount: point}}}": (
        'tables: costs: decimal: amount: "point" is not allowed. Write "." or ",".'
    ),
    "tables: {costs: {thousands: {amount: x}}}": (
        'tables: costs: thousands: amount: "x" is not allowed. Write "." or "," or " " or "\'".'
    ),
    "tables: {costs: {decimal: {amount: ','}}}": f"tables: costs: decimal: amount: {CLASH}",
    "tables: {costs: {decimal: {amount: .}, thousands: .}}": f"tables: costs: thousands: {MARKS}",
    "tables: {costs: {decimal: {amount: .}, thousands: {amount: .}}}": f"tables: costs: thousands: amount: {MARKS}",
    "tables: {costs: {date_format: {date: DD/MM/YYYY}}}": (
        'tables: costs: date_format: date: "DD/MM/YYYY" does not give day, month and year. Write it as "%d/%m/%Y".'
    ),
    "tables: {costs: {date_format: {dat: '%d/%m/%Y'}}}": (
        "tables: costs: date_format: dat: unknown column. Did you mean date?"
    ),
    "tables: {costs: {date_format: {amount: '%d/%m/%Y'}}}": (
        "tables: costs: date_format: amount: amount holds no days. Take it out."
    ),
    "tables: {costs: {decimal: {date: .}}}": "tables: costs: decimal: date: date holds no decimals. Take it out.",
    "tables: {costs: {date_format: {date: }}}": f"tables: costs: date_format: date: {NOTHING}",
    "tables: {costs: {date_format: [x]}}": f"tables: costs: date_format: {SINGLE}",
    "date_format: {date: '%d/%m/%Y'}": "date_format: a section of keys stands where one value belongs.",
    # files
    "tables: {costs: {header_row: -1}}": "tables: costs: header_row: -1 is below 0.",
    "tables: {costs: {skip_rows: -1}}": "tables: costs: skip_rows: -1 is below 0.",
    "tables: {costs: {header_row: 999999999999999999999}}": (
        "tables: costs: header_row: 999999999999999999999 is above 1,000,000."
    ),
    "tables: {costs: {skip_rows: 1000001}}": "tables: costs: skip_rows: 1000001 is above 1,000,000.",
    "tables: {costs: {delimiter: white}}": f'tables: costs: delimiter: "white" cannot separate columns. {SIGNS}',
    "thousands: _": 'thousands: "_" is not allowed. Write "." or "," or " " or "\'".',
    "decimals: {ISK: -1}": "decimals: ISK: -1 is below 0.",
    "tolerate: 5": "tolerate: 5 is above 1.",
    "decimals: {ISK: x}": f'decimals: ISK: "x" {WHOLE}',
    "ids: {fold: [cases]}": 'ids: fold: "cases" is not allowed. Did you mean case?',
    "ids: {via: customers.x}": "ids: via: unknown key. Allowed here: fold.",
    "tables: {costs: {ids: {vai: customers.x}}}": "tables: costs: ids: vai: unknown key. Did you mean via?",
    "tables: {costs: {ids: {via: stripe_id}}}": (
        'tables: costs: ids: via: "stripe_id" is not a column of customers.csv. Write it as customers.stripe_id.'
    ),
    "tables: {customers: {ids: {via: customers.x}}}": (
        "tables: customers: ids: via: customers.csv says itself who the customers are. "
        "Write via under the table that names them otherwise."
    ),
    "{decimal: ',', delimiter: ;, tables: {costs: {delimiter: ','}}}": f"tables: costs: delimiter: {CLASH}",
    "tables: {costs: {file: ' '}}": f"tables: costs: file: {NAME}",
    "tables: {costs: {columns: {date: ''}}}": f"tables: costs: columns: date: {NAME}",
    # rates
    "rates: {file: rates.csv}": (
        "rates: they lead to the currency of the figures, which is not declared. Write currency: USD."
    ),
    "rates: {fiel: rates.csv}": "rates: no file given. Write file: rates.csv, or file: package.",
    "rates: {}": "rates: no file given. Write file: rates.csv, or file: package.",
    "rates: rates.csv": f'rates: "rates.csv" {KEYS}',
    "{currency: USD, rates: {file: }}": f"rates: file: {NOTHING}",
    "{currency: USD, rates: {file: ' '}}": f"rates: file: {NAME}",
    "{currency: USD, rates: {file: x, valid_from: 3}}": "rates: valid_from: unknown key. Did you mean valid_for?",
    "{currency: USD, rates: {file: x, valid_for: -1}}": "rates: valid_for: -1 is below 0.",
    "{currency: USD, rates: {file: x, valid_for: a week}}": f'rates: valid_for: "a week" {WHOLE}',
    "{currency: USD, rates: {file: x, date: billing}}": 'rates: date: "billing" is not allowed. Write close or fixed.',
    "{currency: USD, rates: {file: x, date: fixed}}": (
        "rates: date: fixed needs the day whose rates count. Write it as on: 2026-01-01."
    ),
    "{currency: USD, rates: {file: x, on: 2026-01-01}}": (
        "rates: on: 2026-01-01 counts with date: fixed alone. Write date: fixed, or take on out."
    ),
    "{currency: USD, rates: {file: x, date: fixed, on: soon}}": (
        'rates: on: "soon" is not a day. Write it as 2026-10-31.'
    ),
    "{currency: USD, rates: {file: x, quoted: base}}": ('rates: quoted: "base" is not allowed. Did you mean per_base?'),
    # dates
    "date_format: DD/MM/YYYY": 'date_format: "DD/MM/YYYY" does not give day, month and year. Write it as "%d/%m/%Y".',
    "date_format: m/d/yy": 'date_format: "m/d/yy" does not give day, month and year. Write it as "%m/%d/%y".',
    "date_format: D-MMM-YY": 'date_format: "D-MMM-YY" does not give day, month and year. Write it as "%d-%b-%y".',
    "date_format: dd.mm.yyyy hh:mm": (
        'date_format: "dd.mm.yyyy hh:mm" does not give day, month and year. Write it as "%d/%m/%Y".'
    ),
    "date_format: '%m/%Y'": 'date_format: "%m/%Y" does not give day, month and year. Write it as "%d/%m/%Y".',
    'date_format: "%d/%m/%Y %d"': 'date_format: "%d/%m/%Y %d": %d appears twice. Write each part of a date once.',
    "as_of: soon": 'as_of: "soon" is not a day. Write it as 2026-10-31.',
    "as_of: 9999-12-31": "as_of: no export is complete until 9999-12-31. Write the last day that it covers.",
    "date_format: iso": 'date_format: "iso" does not give day, month and year. Write it as "%d/%m/%Y".',
    "date_format: '%F'": f'date_format: "%F": %F is not understood. {DATE_CODES}',
    "tables: {costs: {date_format: '%d/%m/%-y'}}": (
        f'tables: costs: date_format: "%d/%m/%-y": %- is not understood. {DATE_CODES}'
    ),
    # numbers
    "gross_margin: 80": "gross_margin: 80 is not above 0 and at most 1. Write 80 % as 0.8.",
    "gross_margin: 80%": 'gross_margin: "80%" is not a number. Write 80 % as 0.8.',
    "gross_margin: 0,8": (
        'gross_margin: "0,8" is not a number. Write a point before the decimals, and nothing between thousands.'
    ),
    "gross_margin: high": 'gross_margin: "high" is not a number. Write digits, as in 0.8.',
    "gross_margin: nan": 'gross_margin: "nan" is not a number. Write digits, as in 0.8.',
    "gross_margin: [1]": "gross_margin: a list is not a number. Write digits, as in 0.8.",
    "gross_margin: 0": "gross_margin: 0 is not above 0 and at most 1.",
    "gross_margin: 101": "gross_margin: 101 is not above 0 and at most 1.",
    "rules: {lifespan_months: 0}": "rules: lifespan_months: 0 is not above 0.",
    "rules: {interval_factors: {week: -4}}": "rules: interval_factors: week: -4 is not above 0.",
    "rules: {interval_factors: {week: inf}}": (
        'rules: interval_factors: week: "inf" is not a number. Write digits, as in 0.8.'
    ),
    "rules: {interval_factors: {weeks: 4}}": "rules: interval_factors: weeks: unknown key. Did you mean week?",
    "rules: {interval_factors: {fortnight: 2}}": (
        "rules: interval_factors: fortnight: unknown key. Allowed here: day, week, month, quarter, half_year, year."
    ),
    # scales
    "surveys: {csat: {scale: 5}}": "surveys: csat: scale: a scale is its lowest and its highest score, as in [1, 5].",
    "surveys: {csat: {scale: [5]}}": "surveys: csat: scale: a scale is its lowest and its highest score, as in [1, 5].",
    "surveys: {csat: {scale: [5, 1]}}": (
        "surveys: csat: scale: 5 is not below 1. Write the lowest score first, as in [1, 5]."
    ),
    "surveys: {csat: {scale: [0, 2000000000]}}": (
        "surveys: csat: scale: 0 to 2000000000 is too wide: a scale spans 1,000 at most. Write the scale in use."
    ),
    "surveys: {ces: {scale: [0, 1001]}}": (
        "surveys: ces: scale: 0 to 1001 is too wide: a scale spans 1,000 at most. Write the scale in use."
    ),
    "surveys: {ces: {scale: [2000000000, 2000000005]}}": (
        "surveys: ces: scale: 2000000000 to 2000000005 is out of reach: scores lie within 1,000,000 either side of 0."
    ),
    "surveys: {csat: {scale: [1, x]}}": f'surveys: csat: scale: "x" {WHOLE}',
    "surveys: {csat: {satisfied: 3.5}}": f"surveys: csat: satisfied: 3.5 {WHOLE}",
    "surveys: {csat: {satisfied: 6}}": (
        "surveys: csat: satisfied: 6 is outside the scale 1 to 5. Write the score from which an answer counts."
    ),
    "surveys: {csat: {scale: [1, 3]}}": (
        "surveys: csat: satisfied (not given, so the default): 4 is outside the scale 1 to 3. "
        "Write the score from which an answer counts."
    ),
    "surveys: {ces: {easy: 0}}": (
        "surveys: ces: easy: 0 is outside the scale 1 to 7. Write the score from which an answer counts."
    ),
    # tables
    "tables: {survey: {}}": "tables: survey: unknown table. Did you mean surveys?",
    "tables: {zzz: }": f"tables: zzz: unknown table. Allowed here: {', '.join(TABLES)}.",
    "tables: {surveys: {columns: {scor: NPS}}}": "tables: surveys: columns: scor: unknown column. Did you mean score?",
    "tables: {surveys: {constants: {zzz: 1}}}": (
        f"tables: surveys: constants: zzz: unknown column. Allowed here: {SURVEY_COLUMNS}."
    ),
    "tables: {subscriptions: {columns: {monthly: amount}}}": (
        "tables: subscriptions: columns: monthly: unknown column. Our name comes first: amount: monthly."
    ),
    "tables: {costs: {columns: {date: Day}, constants: {date: 2026-01-01}}}": (
        "tables: costs: constants: date: the column is read from the file too, under columns. Keep one of the two."
    ),
    # costs
    "costs: {acquisition: [ads], retention: [Care, ' ADS']}": (
        'costs: retention: "ads" stands under acquisition too. Keep each category in one list.'
    ),
    "costs: {other: [support]}": 'costs: other: "support" stands under retention too. Keep each category in one list.',
    "costs: {acquisition: [success]}": (
        'costs: retention (not given, so the default): "success" stands under acquisition too. '
        "Keep each category in one list."
    ),
    "costs: {other: ['']}": f"costs: other: {NAME}",
    # thresholds
    "thresholds: {nps: {}}": "thresholds: nps: no bound given. Write min, max, min_change or max_change.",
    "thresholds: {nps: {min: }}": "thresholds: nps: no bound given. Write min, max, min_change or max_change.",
    "thresholds: {nps: {min: 40, max: 30}}": "thresholds: nps: min 40 is above max 30.",
    "thresholds: {nps: {min_change: 1, max_change: -1}}": "thresholds: nps: min_change 1 is above max_change -1.",
    "thresholds: {customer_churn_rate: {max: 3%}}": (
        'thresholds: customer_churn_rate: max: "3%" is not a number. Write 3 % as 0.03.'
    ),
}


@pytest.mark.parametrize(("text", "message"), ONE_LINE.items(), ids=ONE_LINE)
def test_one_thing_wrong(text, message):
    assert _message(text) == f"csmetrics.yaml line 1, {message}"


def test_long_values_are_cut_short():
    assert _message(f"amount_unit: {'x' * 100}").endswith(
        f'"{"x" * 59}…" is not allowed. Write units or minor or cents.'
    )


def test_a_file_that_is_no_list_of_keys():
    assert _message("\ncurrency") == f'csmetrics.yaml line 2: "currency" {KEYS}'
    assert _message("- USD") == f"csmetrics.yaml line 1: a list {KEYS}"


def test_all_errors_at_once_in_the_order_of_the_file():
    text = """\
gross_margin: 80
tables:
  surveys:
    columns:
      scor: NPS
    encoding: ansi
  survey:
    columns: {}
surveys:
  csat:
    scale:
      - 1
      - five
    satisfed: 4
gross_margin: 0.8
"""
    assert _message(text).splitlines() == [
        "csmetrics.yaml line 1, gross_margin: 80 is not above 0 and at most 1. Write 80 % as 0.8.",
        "csmetrics.yaml line 5, tables: surveys: columns: scor: unknown column. Did you mean score?",
        f'csmetrics.yaml line 6, tables: surveys: encoding: "ansi" is not a text encoding. {ENCODINGS}',
        "csmetrics.yaml line 7, tables: survey: unknown table. Did you mean surveys?",
        'csmetrics.yaml line 13, surveys: csat: scale: "five" is not a whole number. Write digits alone, as in 4.',
        "csmetrics.yaml line 14, surveys: csat: satisfed: unknown key. Did you mean satisfied?",
        "csmetrics.yaml line 15, gross_margin: given twice, first in line 1. Keep one.",
    ]


def test_what_is_missing_is_placed_at_the_nearest_key_above():
    message = _message("currency: USD\nsurveys:\n  csat:\n    scale: [1, 3]\n")
    assert message.startswith("csmetrics.yaml line 3, surveys: csat: satisfied (not given, so the default): 4 is")


def _message(text):
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    return str(caught.value)


def test_a_model_of_too_many_signals():
    signals = ", ".join(f"s{number}: {{signal: tenure}}" for number in range(41))
    text = f"health: {{signals: {{{signals}}}}}"
    assert _message(text).endswith("health: signals: 41 signals are more than 40. Keep those that tell.")


@pytest.mark.slow
@pytest.mark.parametrize("count", [101, 1_000, 100_000])
def test_a_column_is_worked_out_of_so_many_values_and_no_more(count):
    text = "tables: {{costs: {{compute: {{amount: '{}'}}}}}}"
    assert parse_config(text.format("+".join(["[a]"] * 100))).table("costs").compute
    with pytest.raises(ConfigError, match="compute: amount: more than 100 values"):
        parse_config(text.format("+".join(["[a]"] * count)))
