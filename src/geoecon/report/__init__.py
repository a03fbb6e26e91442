"""What people read: one HTML document, figures, maps, and tables for the console."""

from geoecon.report.tables import affected_table, console_table
from geoecon.report.write import render_report, write_report

__all__ = ["affected_table", "console_table", "render_report", "write_report"]
