"""Words: what the evidence page says beside the claims, in fi, sv and en; elsewhere in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SHAPES: Mapping[str, str] = MappingProxyType({"broken": "▲", "holds": "●", "not yet": "○"})

_EN = {
    "title": "Evidence for {register}",
    "version": "Version {version}. What the notice claims, what keeps it true, and how that stands now.",
    "skip": "Skip to the claims",
    "broken": "broken",
    "holds": "holds at check",
    "not yet": "not yet",
    "control": "What keeps it",
    "probe": "What will show it",
    "planned": "not built yet",
    "passed": "ran now, found nothing",
    "failed": "ran now, refused something",
    "idle": "built, did not run now",
    "parts": "{built} of {all} controls built",
    "explain": "A claim holds at check only where all its controls are built and have just run. Everything else is not yet.",
    "places": "Stated in",
    "where": "Where",
}
_FI = {
    "title": "Näyttö: {register}",
    "version": "Versio {version}. Mitä seloste väittää, mikä pitää väitteen totena ja miten asia on nyt.",
    "skip": "Siirry väitteisiin",
    "broken": "ei pidä",
    "holds": "pitää tarkistuksessa",
    "not yet": "ei vielä",
    "control": "Mikä pitää sen totena",
    "probe": "Mikä sen tulee osoittamaan",
    "planned": "ei vielä rakennettu",
    "passed": "ajettu nyt, ei löytänyt mitään",
    "failed": "ajettu nyt, torjui jotain",
    "idle": "rakennettu, ei ajettu nyt",
    "parts": "{built}/{all} varmistusta rakennettu",
    "explain": "Väite pitää tarkistuksessa vain, kun sen kaikki varmistukset on rakennettu ja juuri ajettu. Kaikki muu on ei vielä.",
    "places": "Sanottu kohdissa",
    "where": "Missä",
}
_SV = {
    "title": "Belägg: {register}",
    "version": "Version {version}. Vad beskrivningen påstår, vad som håller det sant och hur det står till nu.",
    "skip": "Gå till påståendena",
    "broken": "håller inte",
    "holds": "håller vid kontroll",
    "not yet": "inte än",
    "control": "Vad som håller det sant",
    "probe": "Vad som kommer att visa det",
    "planned": "inte byggd än",
    "passed": "körd nu, fann ingenting",
    "failed": "körd nu, avvisade något",
    "idle": "byggd, inte körd nu",
    "parts": "{built} av {all} kontroller byggda",
    "explain": "Ett påstående håller vid kontroll bara när alla dess kontroller är byggda och just har körts. Allt annat är inte än.",
    "places": "Sägs i",
    "where": "Var",
}
_ALL = {"en": _EN, "fi": _FI, "sv": _SV}


def labels(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the page's own words and the language they are in."""
    return (language, _ALL[language]) if language in _ALL else ("en", _EN)
