"""A crisis simulation as one page: sentences, pictures, tables, every assumption. No script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from detente.model.crisis_answer import CrisisAnswer, CrisisOutcome, Sensitivity
from detente.render.measures import (
    assumptions_table,
    effects_table,
    elicited_table,
    grades_table,
    interactions_table,
    pairs_table,
    risk_table,
)
from detente.render.measures_charts import fan_chart, interaction_chart, tornado_chart
from detente.render.measures_sensitivity import sensitivity_tables
from detente.render.tables import Chart, Table, html_table

_STYLE = """
body{margin:0 auto;max-width:66rem;padding:1.5rem;background:#fdfcf9;color:#1d1c1a;
font:400 1rem/1.5 Georgia,serif}h1{font-weight:500}h2{font:700 1.05rem system-ui;margin-top:2.2rem}
table{border-collapse:collapse;font:.8rem/1.4 system-ui;display:block;overflow-x:auto}
caption{text-align:left;padding:.4rem 0;color:#5d5952}
td,th{text-align:left;padding:.2rem .7rem .2rem 0;border-bottom:1px solid #dcd7cc;
vertical-align:top}
svg{max-width:100%;height:auto}li{margin:.5rem 0}.soft{color:#5d5952;font:.85rem system-ui}
"""


def charts(answer: CrisisAnswer) -> dict[str, Chart]:
    """Every picture by file name."""
    found = {
        "fan-force": fan_chart(answer, CrisisOutcome.FORCE),
        "fan-war": fan_chart(answer, CrisisOutcome.WAR),
    }
    if answer.grades:
        found["effects-force"] = tornado_chart(answer, CrisisOutcome.FORCE)
        found["effects-war"] = tornado_chart(answer, CrisisOutcome.WAR)
    if any(effect.more_than_sum for effect in answer.effects):
        found["pairs-force"] = interaction_chart(answer, CrisisOutcome.FORCE)
        found["pairs-war"] = interaction_chart(answer, CrisisOutcome.WAR)
    return found


def tables(answer: CrisisAnswer) -> dict[str, Table]:
    """Every table by name; those that would be empty are left out."""
    found = {
        "risks": risk_table(answer),
        "effects": effects_table(answer),
        "interactions": interactions_table(answer),
        "measures": grades_table(answer),
        "elicited": elicited_table(answer),
        "pairs": pairs_table(answer),
        "assumptions": assumptions_table(answer),
    }
    return {name: table for name, table in found.items() if table.rows}


def measures_page(answer: CrisisAnswer, turns_on: Sequence[Sensitivity] = ()) -> str:
    """Lay the answer out as one self-contained HTML page.

    Args:
        answer: What the simulation says.
        turns_on: What the sensitivity analysis says, if it was asked for.
    """
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in answer.sentences)
    notes = "".join(f"<li>{escape(note)}</li>" for note in answer.notes)
    pictures = "".join(
        f"<figure>{chart.svg}<figcaption class='soft'>{escape(chart.caption)}</figcaption></figure>"
        for chart in charts(answer).values()
    )
    every = (*tables(answer).values(), *sensitivity_tables(turns_on))
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(answer.title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(answer.title)}</h1><p class='soft'>{escape(how(answer))}</p>"
        f"<h2>In plain words</h2><ul>{said}</ul><h2>To be kept in mind</h2><ul>{notes}</ul>"
        f"<h2>Pictures</h2>{pictures}<h2>Tables</h2>"
        f"{''.join(html_table(table) for table in every)}</body></html>\n"
    )


def how(answer: CrisisAnswer) -> str:
    """How it was played, in one line."""
    return (
        f"{answer.weeks} weeks; {answer.runs:,} crises for each structure and set of measures; "
        f"{answer.draws} draws of everything not known; seed {answer.seed}"
    )
