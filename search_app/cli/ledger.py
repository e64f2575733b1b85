"""`souffleur ledger`: what became of each legacy address, and whether the sums hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from corpus.config import Config
from corpus.doubles.store import Doubles
from corpus.ledger import Balance, Fate, Ledger, LedgerLine, Verdict
from search_app.cli.output import counted, output_file, print_json
from search_app.cli.proving import harvested_sources
from search_app.messages import say
from search_app.shown.ledger_words import as_csv, as_object, wanted
from search_app.stores import open_stores

_SHOWN = 20


@click.group(
    "ledger",
    invoke_without_command=True,
    epilog="Exemple / example: souffleur ledger --source icpc --to-look-at",
)
@click.option("--source", "asked", multiple=True, help="Cette source ; répétable. / That source.")
@click.option(
    "--fate",
    "fates",
    multiple=True,
    type=click.Choice([fate.value for fate in Fate]),
    help="Seulement ce sort ; répétable. / Only that fate.",
)
@click.option(
    "--to-look-at",
    is_flag=True,
    help="Ce qu'une personne doit regarder. / What a person must look at.",
)
@click.option(
    "--csv",
    "table",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Écrit les lignes dans ce tableau (-, la sortie). / Writes the lines as a table.",
)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme. / For a program.")
@click.pass_context
def command(
    ctx: click.Context,
    asked: tuple[str, ...],
    fates: tuple[str, ...],
    to_look_at: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """Sort de chaque adresse ; sort avec 1 si les comptes ne tombent pas juste.

    What became of each address; exits with 1 when the sums do not hold.
    """
    if ctx.invoked_subcommand:
        return
    config: Config = ctx.obj
    chosen = frozenset(map(Fate, fates))
    with open_stores(config) as stores:
        ledger, doubles = Ledger(stores.database), Doubles(stores.database).canonical()
        sources = harvested_sources(stores, asked)
        balances = [ledger.balance(source, doubles) for source in sources]
        lines = [
            line
            for source in sources
            for line in ledger.lines(source, doubles)
            if wanted(line, chosen, to_look_at)
        ]
    if table is not None:
        with output_file(table) as file:
            file.write(as_csv(lines).encode())
    if as_json:
        print_json(
            {
                "balances": [_balance(balance) for balance in balances],
                "lines": [as_object(line) for line in lines],
            }
        )
    elif str(table) != "-":
        narrowed = bool(chosen) or to_look_at
        for line in _shown(balances, lines if narrowed else []):
            click.echo(line)
    if not all(balance.holds for balance in balances):
        ctx.exit(1)


@command.command(
    "judge",
    epilog="Exemple / example: souffleur ledger judge icpc https://i-cpc.org/vide "
    '--verdict ignored --note "page vide" --by camille',
)
@click.argument("source")
@click.argument("url")
@click.option(
    "--verdict",
    type=click.Choice([verdict.value for verdict in Verdict]),
    required=True,
    help="En ordre, perdue, sans intérêt. / Fine, lost, of no interest.",
)
@click.option("--note", default="", help="Pourquoi. / Why.")
@click.option("--by", required=True, help="Qui le dit. / Who says so.")
@click.pass_obj
def judge(config: Config, source: str, url: str, verdict: str, note: str, by: str) -> None:
    """Garde l'avis d'une personne sur une adresse. / Keeps a person's word on an address."""
    with open_stores(config) as stores:
        Ledger(stores.database).judge(source, url, Verdict(verdict), note, by)
    click.echo(f"{url} : {say(f'verdict_{verdict}', 'fr')}.")


def _shown(balances: list[Balance], lines: list[LedgerLine]) -> Iterator[str]:
    for balance in balances:
        yield from _sums(balance)
    if not balances:
        yield "Aucune moisson n'est encore dans la base. Lancez souffleur harvest comedie."
    for line in lines[:_SHOWN]:
        yield f"{say(f'fate_{line.fate.value}', 'fr')} : {line.url}"
        verdict = f" (avis : {say(f'verdict_{line.verdict.value}', 'fr')})" if line.verdict else ""
        yield f"    {line.because}{verdict}"
    if len(lines) > _SHOWN:
        yield f"… et {len(lines) - _SHOWN} autres : --csv les donne toutes."


def _sums(balance: Balance) -> Iterator[str]:
    """The sums, written so that anybody can add them up."""
    addresses = counted(balance.addresses, "adresse")
    yield f"{balance.source} : {addresses}, {counted(balance.records, 'fiche')}."
    for fate in Fate:
        if number := balance.fates.get(fate, 0):
            yield f"  {number:>6}  {say(f'fate_{fate.value}', 'fr')}"
    yield f"  {sum(balance.fates.values()):>6}  en tout"
    yield f"  {counted(balance.to_look_at, 'adresse')} à regarder par une personne."
    if balance.holds:
        yield "  Les comptes sont justes : chaque adresse a un sort, chaque fiche une adresse."
        return
    yield "  ! Les comptes ne tombent pas juste."
    for record_id in balance.unreached[:_SHOWN]:
        yield f"    aucune adresse ne mène à la fiche {record_id}"


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "source": balance.source,
        "holds": balance.holds,
        "addresses": balance.addresses,
        "fates": {fate.value: number for fate, number in sorted(balance.fates.items())},
        "records": balance.records,
        "unreached": list(balance.unreached),
        "to_look_at": balance.to_look_at,
        "missing": dict(sorted(balance.missing.items())),
    }
