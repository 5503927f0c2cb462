"""A world of four states in the publishers' own CSV layout. Every name and number is made up."""

from __future__ import annotations

from pathlib import Path

STATES = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
ALD,2,Aldovia,1950,1,1,1962,12,31,1
BRV,20,Borvania,1950,1,1,1962,12,31,1
CRL,31,Carlia,1950,1,1,1955,6,30,1
DRN,40,Dernia,1955,7,1,1962,12,31,1
"""
MAJORS = """stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version
BRV,20,1958,1,1,1962,12,31,1
"""
CONTIGUITY = """dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version
2020,2,ALD,20,BRV,1,195001,196212,,1
20002,20,BRV,2,ALD,1,195001,196212,,1
2031,2,ALD,31,CRL,4,195001,195312,,1
"""
DISPUTES = """disno,statea,stateb,strtmnth,strtyr,hihost,year
1,2,20,3,1952,4,1952
1,20,2,3,1952,4,1952
1,2,20,3,1952,4,1953
1,20,2,3,1952,4,1953
2,2,20,11,1957,5,1957
2,20,2,11,1957,5,1957
2,2,20,11,1957,5,1958
2,20,2,11,1957,5,1958
3,31,2,5,1954,2,1954
3,2,31,5,1954,2,1954
4,20,40,6,1960,3,1960
4,40,20,6,1960,3,1960
"""
PARTICIPANTS = """dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,hostlev
2,2001,ALD,2,3,11,1957,3,11,1957,1,2
2,2001,BRV,20,3,11,1957,3,11,1957,0,1
2,2002,ALD,2,3,2,1958,3,4,1958,0,5
2,2002,BRV,20,3,2,1958,3,4,1958,1,4
"""
CAPABILITIES = "stateabb,ccode,year,cinc\n" + "".join(
    f"{name},{code},{year},{share}\n"
    for name, code, share in (("ALD", 2, 0.2), ("BRV", 20, 0.6), ("CRL", 31, 0.1), ("DRN", 40, 0.1))
    for year in range(1950, 1961)
)
TRADE = "ccode1,ccode2,year,smoothflow1,smoothflow2\n" + "".join(
    f"2,20,{year},30,10\n2,31,{year},5,-9\n20,31,{year},10,10\n" for year in range(1950, 1960)
)
ALLIANCES = "year,mem1,mem2,defense,offense,neutral,nonagg,consul\n" + "".join(
    f"{year},2,31,1,0,0,0,1\n{year},31,2,1,0,0,0,1\n" for year in range(1951, 1960)
)
RIVALRY = """tssr_id,rivalry,ccode1,ccode2,start,end
1,Aldovia-Borvania,2,20,1951,1959
"""
FILES = {
    "states2016.csv": STATES,
    "majors2016.csv": MAJORS,
    "contdir.csv": CONTIGUITY,
    "dyadic_mid_4.02.csv": DISPUTES,
    "MIDIP 5.0.csv": PARTICIPANTS,
    "NMC-70-abridged.csv": CAPABILITIES,
    "Dyadic_COW_4.0.csv": TRADE,
    "atop5_1dy.csv": ALLIANCES,
    "tss_rivalries.csv": RIVALRY,
}


def write(folder: Path) -> Path:
    """Write the files of the world and give the folder back."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
