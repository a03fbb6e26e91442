"""Hard cases: solved to 1e-9, or refused for a reason, and never wrong."""

from hard_cases import CASES, run
from registry import Figures, Options, benchmark


@benchmark("hard_cases_tried", "hard_cases_refused", "hard_cases_wrong", "hard_cases")
def hard_cases(options: Options) -> Figures:
    """2,000 random hard cases, each checked by residuals of its own."""
    count = run(0, 40 if options.quick else CASES)
    return {
        "hard_cases_tried": len(count.verdicts),
        "hard_cases_refused": len(count.of("refused")),
        "hard_cases_wrong": len(count.of("wrong")),
        "hard_cases": {
            "not_found": count.not_found,
            "put_to_the_textbook": sum(case.checked_by_textbook for case in count.verdicts),
            "worst_case": count.worst.number,
            "worst_residual": count.worst.residual,
            "most_steps": count.slowest.steps,
        },
    }
