"""What Harbourline's exports are made of: headers, names, prices, rates, and what is told day by day."""

STRIPE = (
    "id,Customer ID,Customer Description,Customer Email,Customer Name,Plan,Product,Quantity,Currency,Interval,Amount,"
    "Status,Cancellation Reason,Created (UTC),Start (UTC),Start Date (UTC),Current Period Start (UTC),"
    "Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC),Coupon,"
    "sales_rep (metadata)"
)
HUBSPOT = "Record ID,Company name,Domain,Company owner,Industry,Country/Region,Lifecycle Stage,Create Date,Stripe ID"
RECOMMEND = "How likely is it that you would recommend Harbourline to a friend or colleague?"
REASON = "What is the main reason for your score?\nA word or two, or as much as you like."
MONKEY = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1"

_STATES = (
    "Bayside Cedar Clearwater Delmar Eastport Falmouth Gulfport Juniper Keystone "
    "Lakeshore Mariner Newport Orcas Pinewood Sandusky Stillwater Tahoe Vineyard"
)
COUNTRIES = {  # currency, how often, places
    "United States": ("usd", 40, _STATES),
    "Canada": ("usd", 8, "Georgian Kawartha Lunenburg Nootka"),
    "Australia": ("usd", 7, "Coral Mandurah Pelican Whitsunday"),
    "Germany": ("eur", 20, "Chiemsee Elbe Flensburg Havel Müritz Ostsee Seehof Stralsund Wannsee"),
    "Netherlands": ("eur", 10, "Fluessen Friesland Heeg Sneek Veere"),
    "Spain": ("eur", 6, "Denia Mahón Roses Sóller"),
    "United Kingdom": ("gbp", 16, "Broadland Helford Kingfisher Salcombe Solent Wherry Windermere"),
}  # fmt: skip
TRADES = (
    "Boat Hire",
    "Boats",
    "Charters",
    "Kayaks",
    "Marina",
    "Sailing",
    "Yachts",
    "Rentals, Ltd.",
    "& Sons",
    "Rowing",
)
OWNERS = ("Ana Ferreira", "Joost Bakker", "Priya Nair", "Tom Whitfield")
INDUSTRIES = ("Leisure, Travel & Tourism", "Maritime", "Sports", "", "")
PEOPLE = (("Amy", "Stone"), ("Bruno", "Costa"), ("Carla", "Weiss"), ("Dan", "O'Neil"), ("Eva", "de Wit"), ("Finn", ""))
WHY = (
    "", "", "", "Easy to use", "Support answers the same day, every time.", "Too expensive for what it does",
    "The calendar is great,\nthe invoices are not.", 'Guests call it "the boat app"', "Crashes on my phone",
    "We moved from a spreadsheet; never again", "Bookings went missing twice in August",
)  # fmt: skip
PARTS = ("Calendar", "Online booking", "Invoices")

PLANS = {  # name: price a month, price a year, of one or of all? That is what nobody can tell; quantities
    "Solo": (29, 290, (1, 1)),
    "Crew": (19, 190, (3, 16)),
    "Fleet": (45, 450, (5, 30)),
    "Marina": (125, 1250, (1, 6)),
}
RATES = {  # USD for one, at the end of each month from December 2025 on
    "EUR": "1.1012 1.0968 1.0931 1.1044 1.1102 1.1075 1.1136 1.1190 1.1128 1.1085 1.0993",
    "GBP": "1.2810 1.2764 1.2795 1.2871 1.2902 1.2866 1.2934 1.2991 1.2958 1.2906 1.3047",
}

TOLD = (  # status, start, end of the trial, notice, end, plan, interval, quantity, whose (a number; None: somebody new)
    ("canceled", "2026-10-03 08:15", "", "2026-10-21 16:02", "2026-10-21 16:02", "Crew", "month", 4, None),
    ("canceled", "2025-11-12 10:00", "", "2026-06-03 11:20", "2026-06-12 10:00", "Solo", "month", 1, 1),
    ("active", "2026-10-15 09:41", "", "", "", "Crew", "month", 5, 1),  # it is back
    ("canceled", "2026-02-01 12:00", "", "2026-10-09 08:00", "2026-10-09 08:00", "Solo", "month", 1, 2),
    ("active", "2025-05-20 12:00", "", "", "", "Fleet", "month", 6, 2),  # it keeps the other one: a contraction
    ("active", "2024-08-08 08:08", "", "", "", "Crew", "year", 8, 3),
    ("active", "2026-10-19 13:30", "", "", "", "Solo", "month", 1, 3),  # a second one: an expansion
    ("canceled", "2026-07-31 07:30", "", "2026-10-30 09:00", "2026-10-31 18:40", "Marina", "month", 2, None),
    ("canceled", "2026-05-31 23:59", "", "2026-10-12 19:45", "2026-10-31 23:59", "Solo", "month", 1, None),
    ("canceled", "2025-09-01 06:10", "", "2026-11-01 06:10", "2026-11-01 06:10", "Fleet", "month", 5, None),
    ("canceled", "2026-09-25 14:00", "2026-10-09 14:00", "2026-10-07 20:11", "2026-10-09 14:00", "Crew", "month", 3, 4),
    ("canceled", "2026-08-03 10:30", "2026-08-17 10:30", "2026-08-17 10:30", "2026-08-17 10:30", "Solo", "month", 1, 5),
    ("canceled", "2026-09-30 21:05", "2026-10-14 21:05", "2026-10-02 08:00", "2026-10-02 08:00", "Crew", "year", 3, 6),
    ("active", "2026-10-18 11:00", "2026-11-01 11:00", "", "", "Crew", "month", 7, None),  # paid from November on
    ("active", "2026-10-01 09:00", "2026-10-15 09:00", "", "", "Crew", "month", 6, None),
    ("active", "2026-11-01 10:26", "", "", "", "Solo", "year", 1, None),
    ("active", "2026-11-02 07:55", "", "", "", "Crew", "month", 12, None),
    ("past_due", "2026-04-30 08:00", "", "", "", "Fleet", "year", 22, None),
)

EDGES = (  # start, end, answer
    ("2026-10-31 23:55:12", "2026-11-01 00:04:40", "9"),  # begun in October, answered in November
    ("2026-09-30 23:58:03", "2026-10-01 00:01:59", "3"),
    ("2026-10-12 11:59:30", "2026-10-12 12:03:07", "10 - Extremely likely"),
    ("2026-10-20 00:12:00", "2026-10-20 00:14:45", "0 - Not at all likely"),
    ("2026-10-31 21:00:11", "2026-10-31 21:02:02", ""),
)
LADDER = (0, 3, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10)
