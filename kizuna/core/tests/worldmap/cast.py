"""The network the map tests draw: UTokyo, UCL and KU Leuven with some of their partners."""

from kizuna.core.worldmap import Point, Region

TOKYO = Point("utokyo", "Tokyo", 35.713, 139.762, "home", "white", "/utokyo/")
UCL = Point("ucl", "UCL", 51.525, -0.134, "home", "rose", "/ucl/")
LEUVEN = Point("kul", "KU Leuven", 50.878, 4.7, "home", "sky", "/kuleuven/")
PRINCETON = Point("princeton", "Princeton", 40.343, -74.656, href="/p/princeton/")
CHILE = "Chile and Mexico"
MEMBERS = (
    Point("uch", "The University of Chile", -33.444, -70.651, tone="teal", href="/p/cm/", group=CHILE),
    Point("puc", "PUC Chile", -33.441, -70.64, tone="teal", href="/p/cm/", group=CHILE),
    Point("umag", "Magallanes", -53.13, -70.88, tone="teal", href="/p/cm/", group=CHILE),
    Point("unam", "UNAM", 19.332, -99.187, tone="teal", href="/p/cm/", group=CHILE),
)
NOWHERE = Point("nowhere", "Nowhere", None, None)
REGIONS = (Region("Western Europe", 40, -12, 62, 20), Region("Japan", 24, 129, 46, 146))
NETWORK = (
    TOKYO,
    UCL,
    LEUVEN,
    PRINCETON,
    *MEMBERS,
    NOWHERE,
    Point("anu", "ANU", -35.278, 149.121, href="/p/anu/"),
    Point("ethz", "ETHZ", 47.376, 8.548, href="/p/ethz/"),
    Point("cam", "Cambridge", 52.205, 0.117, href="/p/cambridge/"),
    Point("tum", "TUM", 48.149, 11.568, tone="teal", href="/p/tum/"),
    Point("pku", "PKU", 39.987, 116.306, href="/p/pku/"),
    Point("tsinghua", "Tsinghua", 40.0, 116.327, href="/p/tsinghua/"),
    Point("snu", "SNU", 37.459, 126.952, href="/p/snu/"),
    Point("chicago", "Chicago", 41.789, -87.6, tone="teal", href="/p/chicago/"),
    Point("tohoku", "Tohoku", 38.254, 140.874, tone="rose", href="/p/tohoku/", home="ucl"),
    Point("osaka", "Osaka", 34.822, 135.524, tone="rose", href="/p/osaka/", home="ucl"),
    Point("keio", "Keio", 35.649, 139.743, tone="sky", href="/p/keio/", home="kul"),
    Point("kyoto", "Kyoto (talks)", 35.026, 135.781, tone="sky", href="/p/kyoto/", home="kul", dashed=True),
)
