"""What the firms are called and what they say: the vocabulary of make.py. Every firm is invented."""

# Country: its share in a hundred, trades, owners.
FIRMS = {
    "DE": (
        40,
        "Fahrschule {}|Zahnarztpraxis Dr. {}|Physiotherapie {}|Salon {}|{} & Söhne, Sanitär|Musikschule {}|Optik {}",
        "Albers Brandt Dietz Eichhorn Gerlach Hübner Jansen Kessler Lindner Möller Nagel Ostermann Quast Reimann Vogt",
    ),
    "US": (
        26,
        "{} Plumbing|{} Dental Care|{} Yoga|{} Dog Grooming|{} Auto Repair|{} Family Chiropractic|{} Tutoring, LLC",
        "Abbott Bledsoe Calloway Delgado Everhart Fenwick Grady Hollis Ibarra Kincaid Lowry Mercer Novak Prescott",
    ),
    "FR": (
        13,
        "Salon {}|Cabinet dentaire {}|Auto-école {}|Ostéopathie {}|Institut {}",
        "Aubry Besson Chevalier Delorme Fabre Guérin Lacroix Marchand Perrot",
    ),
    "GB": (
        13,
        "{} Veterinary Practice|{} Driving School|{} & Daughter, Barbers|{} Piano Lessons|{} Physio",
        "Ashdown Bramley Carrick Dunmore Ellery Fairfax Garside Hartley",
    ),
    "NA": (
        8,
        "{} Dental, Windhoek|{} Safaris|{} Kite School|{} Hair & Beauty|{} Motors",
        "Beukes Garises Haufiku Iipinge Kandjii Shikongo Vries",
    ),
}
MANAGERS = ["Aino Berg", "Ben Otieno", "Carla Reyes", "David Lam"]

# Comments in English, and in German; price, onboarding, support, reports, bugs and the mobile app come up.
PRAISE = [
    "Fair price for what it does.",
    "Worth the price, it replaced two other tools.",
    "Cheaper than the receptionist we could not find anyway.",
    "Onboarding took one afternoon, and nobody complained.",
    "The onboarding call was excellent, thank you Carla!",
    "Support answered within ten minutes, on a Sunday.",
    "Friendly support, they really know our trade.",
    "The support chat solved it at once.",
    "The reports show which chair is empty, and when.",
    "Love the monthly reports, our accountant does too.",
    "No bugs since the last update, well done.",
    "The mobile app is fast and the team uses it every day.",
    "Customers book in the app at night, so fewer calls.",
    'The "remind me" texts cut our no-shows by half.',
    "Just works.",
]
PRAISE_DE = [
    "Der Preis ist fair.",
    "Einrichtung an einem Nachmittag, alles lief sofort.",
    "Sehr netter Support, schnelle Hilfe.",
    "Die Berichte sparen mir jeden Monat zwei Stunden.",
    "Die App ist super, meine Leute wollen nichts anderes mehr.",
]
BLAME = [
    "Too expensive for a shop with three chairs.",
    "The price went up again, and nothing got better.",
    "The price per seat adds up quickly, please offer a family plan.",
    "Onboarding was confusing, we had to ask four times.",
    "Importing our old calendar took weeks, a painful onboarding.",
    "Waited two days for an answer from support.",
    'Support says "known issue" and closes the ticket.',
    "Reports are slow and cannot be exported.",
    "The reports do not match our till.",
    "The app logs me out every morning.",
    "The mobile app crashes when I move an appointment.",
    "No way to see two calendars in the app, sadly.",
]
BLAME_DE = [
    "Zu teuer für einen kleinen Betrieb.",
    "Der Support hat sich erst nach drei Tagen gemeldet.",
    'Die App zeigt oft nur "Fehler 12", sehr ärgerlich.',
    "Die Einrichtung war kompliziert, ohne Hilfe geht es nicht.",
]
BUGS = [
    "Double bookings since the update, this is a serious bug.",
    "The new version is full of bugs.",
    "Since November the calendar freezes, twice a day.",
    "Bug: reminders go out twice, and people are angry with us.",
]
BUGS_DE = ["Seit dem Update nur Fehler, Termine verschwinden.", "Der Kalender stürzt seit dem Update ständig ab."]
