"""Sphinx configuration."""

import click
from docutils import nodes
from docutils.parsers.rst import Directive

import detente
from detente.cli.main import cli
from detente.codebook.survey import survey, table_names

project = "Détente"
author = "The Détente developers"
copyright = "The Détente developers"
version = release = detente.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Détente"
html_show_sourcelink = False
exclude_patterns = ["_build"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"


class CodebookTables(Directive):
    """Lists every codebook table with its columns and how its rows are backed."""

    def run(self):
        tables = [survey(name) for name in table_names()]
        head = ("table", "columns", "rows", "file", "quoted", "recalled")
        rows = [
            (t.name, ", ".join(t.columns), str(t.rows), *(str(n) for n in t.verified))
            for t in tables
        ]
        return [_table(head, rows)]


class CommandHelp(Directive):
    """Every command with its help, exactly as the terminal shows it."""

    def run(self):
        context = click.Context(cli, info_name="detente")
        found = [_help(cli, context)]
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            found.append(_help(command, click.Context(command, info_name=name, parent=context)))
        return found


def _help(command, context):
    section = nodes.section(ids=[nodes.make_id(context.command_path)])
    section += nodes.title(text=context.command_path)
    section += nodes.literal_block(text=command.get_help(context))
    return section


def _table(head, rows):
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    top = nodes.thead()
    top += _row(head)
    body = nodes.tbody()
    body += [_row(row) for row in rows]
    group += [top, body]
    table = nodes.table()
    table += group
    return table


def _row(cells):
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += nodes.paragraph(text=cell)
        row += entry
    return row


def setup(app):
    app.add_directive("codebook-tables", CodebookTables)
    app.add_directive("command-help", CommandHelp)
