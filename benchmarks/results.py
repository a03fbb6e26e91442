"""Put a run's figures into RESULTS.md: python benchmarks/results.py FILE."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "RESULTS.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
TARGETS = {
    "nafta_vs_textbook": ("(a) NAFTA 31 x 40 against the textbook", ">= 100"),
    "icio_vs_textbook": ("(b) ICIO 80 x 50 against the textbook", ">= 150"),
    "one_sector_82_vs_gegravity": ("(c) one sector, 82, tables too, against gegravity", ">= 1000"),
    "one_sector_194_vs_textbook": ("(c) one sector, 194, against the textbook", ">= 40"),
    "embedded_vs_textbook": ("(d) embedded world 83 x 16 against the textbook", "none set"),
    "sweep_icio_vs_textbook": ("(e) 1,000 scenarios of (b) against the textbook", ">= 200"),
    "sweep_embedded_vs_textbook": ("(e) 1,000 scenarios of (d) against the textbook", "none set"),
    "assignment_vs_aequilibrae": (
        "194 zones, 3,000 links, with capacities, against AequilibraE",
        "> 1",
    ),
    "corridors_month": ("coupled CPC month over one trade-only solve", "<= 60"),
    "corridors_year": ("coupled northern corridor, a year, over one trade-only solve", "none set"),
    "adjoint_long_run": ("all derivatives of an outcome over one solve, (d) long run", "<= 3"),
    "adjoint_year": ("all derivatives of an outcome over one solve, (d) year", "<= 3"),
    "adjoint_routes": ("all derivatives, of links too, over one coupled solve, a year", "<= 3"),
    "help_vs_import_numpy": ("(f) `geoecon --help` over `import numpy`", "<= 3"),
    "first_result_vs_import_pandas": (
        "(f) first solved result over `import pandas, xarray`",
        "<= 4",
    ),
}


def main(path: Path) -> None:
    """Replace what stands between the marks."""
    figures = json.loads(path.read_text(encoding="utf8"))
    before, _, rest = PAGE.read_text(encoding="utf8").partition(BEGIN)
    after = rest.partition(END)[2]
    tables = (machine, ratios, coupled, plain, roofline, cores, cases)
    parts = [table(figures) for table in tables]
    PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n\n".join(parts) + f"\n\n{END}{after}", "utf8")


def machine(figures: dict[str, Any]) -> str:
    """One paragraph: date, processor, load, versions."""
    about = figures["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"Measured {about['date']} on {about['processor']}, {about['cores']} cores, load at the "
        f"start {about['load'][0]}; Python {about['python']}, {versions}; "
        f"{about['blas_threads']} thread of BLAS."
    )


def ratios(figures: dict[str, Any]) -> str:
    """The named ratios beside their targets."""
    rows = [
        "| what | ours, s | baseline, s | ratio (lowest to highest pair) | target | met |",
        "|---|---|---|---|---|---|",
    ]
    for name, (what, target) in TARGETS.items():
        found = figures.get(name, {"skipped": "not run"})
        if "skipped" in found:
            rows.append(f"| {what} | | | {found['skipped']} | {target} | |")
            continue
        rows.append(
            f"| {what} | {found['seconds']:.4g} | {found['baseline_seconds']:.4g} | "
            f"{found['ratio']:.3g} ({found['lowest_ratio']:.3g} to {found['highest_ratio']:.3g}) | "
            f"{target} | {met(found['ratio'], target)} |"
        )
    return "\n".join(rows)


def met(ratio: float, target: str) -> str:
    """Whether a ratio meets a target such as `>= 100`."""
    sign, _, bound = target.partition(" ")
    if sign not in (">", ">=", "<="):
        return ""
    return "**no**" if (ratio >= float(bound)) == (sign == "<=") else "yes"


def coupled(figures: dict[str, Any]) -> str:
    """How often the loop between trade and corridors solves trade."""
    rows = ["| scenario | trade solves | agree to | goods carried |", "|---|---|---|---|"]
    for name in ("corridors_month", "corridors_year"):
        found = figures.get(name)
        if found is not None:
            rows.append(
                f"| {found['scenario']} | {found['trade_solves']} | {found['residual']:.0e} | "
                f"{found['carried']} |"
            )
    return "\n".join(rows)


def plain(figures: dict[str, Any]) -> str:
    """Passes, the plain loop and the other shocks."""
    rows = [
        "| problem and shock | our evaluations | textbook passes | textbook / ours | plain loop "
        "passes | plain loop / ours | wages apart |",
        "|---|---|---|---|---|---|---|",
    ]
    named = {name: figures[name] for name in TARGETS if "evaluations" in figures.get(name, {})}
    for group in ("nafta_other_shocks", "one_sector_other_shocks"):
        named |= {
            f"{group.partition('_other')[0]}: {name}": item for name, item in figures[group].items()
        }
    for name, item in named.items():
        loop = item.get("plain_loop_passes", "")
        ratio = f"{item['plain_loop_ratio']:.2f}" if "plain_loop_ratio" in item else "not covered"
        rows.append(
            f"| {name.removesuffix('_vs_textbook').replace('_', ' ')} | {item['evaluations']} | "
            f"{item['baseline_passes']} | {item['ratio']:.1f} | {loop} | {ratio} | "
            f"{item['largest_gap']:.0e} |"
        )
    sweep = figures["sweep_icio_vs_textbook"]
    rows.append(
        f"\nSweep of the ICIO: {sweep['scenarios']} scenarios in {sweep['seconds']:.1f} s on "
        f"{sweep['cores']} cores. The textbook's figure is extrapolated from "
        f"{sweep['baseline_sample']} of them in one process; on all cores it would be "
        f"{sweep['ratio_all_cores']:.3g} times ours."
    )
    return "\n".join(rows)


def roofline(figures: dict[str, Any]) -> str:
    """The roofline of an evaluation of the ICIO."""
    roof = figures["icio_roofline"]
    return (
        f"Roofline of (b), {figures['icio_evaluations']} evaluations: one evaluation needs "
        f"{roof['bytes_per_evaluation'] / 1e6:.2f} MB (A and B once each, the input shares twice); "
        f"one core reads such arrays at {roof['bytes_per_second'] / 1e9:.0f} GB/s here (arrays of "
        f"134 MB at {roof['bytes_per_second_from_memory'] / 1e9:.0f} GB/s), so reading alone takes "
        f"{roof['least_seconds'] * 1e6:.0f} us. One evaluation takes "
        f"{roof['evaluation_seconds'] * 1e6:.0f} us: **{roof['share']:.0%}** of the roofline "
        f"(target: at least 25 %). The whole call spread over its evaluations takes "
        f"{roof['solve_seconds_per_evaluation'] * 1e6:.0f} us: {roof['share_of_solve']:.0%}."
    )


def cores(figures: dict[str, Any]) -> str:
    """What each core costs."""
    names = {name: item for name, item in figures["core_choice"].items() if isinstance(item, dict)}
    rows = ["| core | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for what in dict.fromkeys(key for item in names.values() for key in item):
        cells = [f"{item[what]:.3g}" if what in item else "none" for item in names.values()]
        unit = "" if "_" in what or what == "megabytes" else ", s"
        rows.append(f"| {what.replace('_', ' ')}{unit} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def cases(figures: dict[str, Any]) -> str:
    """The hard cases."""
    more = figures["hard_cases"]
    return (
        f"Hard cases: {figures['hard_cases_tried']} tried, {figures['hard_cases_refused']} refused "
        f"(of these, {more['not_found']} only as not found), {figures['hard_cases_wrong']} wrong; "
        f"{more['put_to_the_textbook']} were put to the textbook loops as well. Worst residual of "
        f"a solved case {more['worst_residual']:.1e} (case {more['worst_case']}), most steps "
        f"{more['most_steps']}."
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
