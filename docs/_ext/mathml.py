"""Formulas as MathML, which browsers draw themselves: the pages need nothing from the network."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml

HAT = re.compile(r"\\hat ([A-Za-z]|\\[A-Za-z]+)")


def mathml(formula: str, *, as_block: bool = False) -> str:
    """MathML of a LaTeX formula.

    The converter sets indices under a hat instead of beside it; an empty group prevents that.
    """
    return str(tex2mathml(HAT.sub(r"{{}\\hat \1}", formula), as_block=as_block))


def inline(self: Any, node: nodes.Element) -> None:
    """A formula inside a sentence."""
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def block(self: Any, node: nodes.Element) -> None:
    """A formula on a line of its own."""
    self.body.append(f'<div class="math">{mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, bool]:
    """Register the renderer under the name that conf.py selects."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
