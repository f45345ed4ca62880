"""The closed vocabularies of the warehouse; GUIDE.md and DATA-MODEL.md define each word."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["meeting", "call", "visit", "dialogue", "conference", "exercise", "signing", "ceremony"]
Mode = Literal["in_person", "phone", "video", "unknown"]
Status = Literal["held", "scheduled", "cancelled"]
Focus = Literal["primary", "mentioned"]
DatePrecision = Literal["day", "month", "year", "span"]
DateBasis = Literal["stated", "completed_year", "relative", "context"]
Basis = Literal["stated", "derived", "context"]
Part = Literal["body", "title", "metadata"]
Side = Literal["host", "visitor", "co_host", "participant"]
Level = Literal["head", "minister", "deputy_minister", "senior_official", "chief_of_defence", "senior_officer", "envoy", "other"]
Role = Literal["principal", "host", "co_chair", "accompanying"]
Stance = Literal["discussed", "reaffirmed", "agreed", "committed", "announced", "welcomed", "condemned", "thanked"]
OutcomeKind = Literal["agreement", "commitment", "announcement", "next_engagement"]
Relation = Literal["follows", "precedes", "part_of"]
AttributionKind = Literal["source", "spokesperson"]
CorrectionAction = Literal["set", "null", "add", "remove", "merge", "split", "undo"]
FetchOutcome = Literal["kept", "unchanged", "not_modified", "stale", "gone", "soft_failure", "misread", "refused", "failed"]
Severity = Literal["error", "warn", "info"]
Dimension = Literal["freshness", "volume", "completeness", "validity", "consistency", "evidence", "duplicates", "accuracy"]
CheckOutcome = Literal["passed", "warned", "failed", "errored", "skipped"]
CheckNoteKind = Literal["mute", "acknowledge", "unmute"]
RunState = Literal["running", "completed", "skipped", "failed", "crashed"]
ReleaseType = Literal[
    "readout",
    "statement",
    "joint_statement",
    "transcript",
    "schedule",
    "advisory",
    "fact_sheet",
    "news_story",
    "other",
]

TOPICS: Final = [
    "bilateral_relations",
    "defense_partnership",
    "defense_infrastructure",
    "defense_reform",
    "military_exercises_training",
    "arms_industry",
    "security_assistance",
    "information_sharing",
    "air_missile_defense",
    "maritime_security",
    "illegal_fishing",
    "cybersecurity",
    "space",
    "emerging_technology",
    "nonproliferation",
    "counterterrorism",
    "counter_narcotics",
    "transnational_crime",
    "migration_border",
    "climate_environment",
    "energy",
    "disaster_relief",
    "humanitarian_aid",
    "food_security",
    "health",
    "economy_trade",
    "development",
    "human_rights",
    "democracy_governance",
    "peacekeeping",
    "peace_process",
    "regional_security",
    "ukraine_war",
    "middle_east_conflict",
    "africa_conflict",
    "china",
    "indo_pacific",
    "north_korea",
    "iran",
    "afghanistan",
    "russia",
    "western_hemisphere",
    "burma",
    "sanctions",
    "detainees",
    "women_peace_security",
    "multilateral_cooperation",
    "people_exchanges",
]

ORGANISATIONS: Final = [
    "UN",
    "IAEA",
    "WHO",
    "NATO",
    "EU",
    "OSCE",
    "COE",
    "OAS",
    "AU",
    "ECOWAS",
    "SADC",
    "IGAD",
    "ASEAN",
    "PIF",
    "GCC",
    "LAS",
    "OIC",
    "G7",
    "G20",
    "QUAD",
    "AUKUS",
    "APEC",
    "CARICOM",
    "OECD",
    "IMF",
    "WB",
    "ICRC",
    "OPCW",
    "ICC",
    "INTERPOL",
    "SCO",
    "CSTO",
    "OTS",
    "BRICS",
]
