"""The documentation: Markdown whose code cells run when it is built, so no number goes stale."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib import metadata
from pathlib import Path

import myst_nb.sphinx_ext

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for the pages' own processes

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE / "_ext"))

project = "geoecon"
author = "The geoecon maintainers"
copyright = "The geoecon maintainers, Apache-2.0"
release = metadata.version("geoecon")
extensions = ["myst_nb", "mathml", "library"]
exclude_patterns = ["_build"]
suppress_warnings = ["config.cache"]
html_theme = "furo"
html_title = "geoecon"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_show_sphinx = False
pygments_style = "default"

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3


def content_hash() -> str:
    """Digest of what the pages run on: a change of the package makes them run again."""
    folders = [ROOT / "src" / "geoecon", ROOT / "tests" / "replication", HERE / "_ext"]
    paths = sorted(path for folder in folders for path in folder.rglob("*.*") if path.is_file())
    digest = hashlib.sha256()
    for path in paths:
        if path.suffix in {".py", ".csv", ".yaml", ".npz", ".parquet", ".json"}:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


# Executed notebooks belong to the build; by default they would land beside the sources.
myst_nb.sphinx_ext.OUTPUT_FOLDER = str(HERE / "_build" / "notebooks")

# The notebooks' kernels inherit these.
os.environ["GEOECON_ROOT"] = str(ROOT)
os.environ["NO_COLOR"] = "1"
os.environ["COLUMNS"] = "110"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / ".cache" / content_hash())
library_store = str(HERE / "_build" / ".cache" / content_hash() / "library")
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_execution_in_temp = True
nb_merge_streams = True
nb_render_markdown_format = "myst"
