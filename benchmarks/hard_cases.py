"""Two thousand random hard cases: each is solved, or refused for a reason; none may be wrong.

    python benchmarks/hard_cases.py [--cases N] [--first K]

Every solution is checked by residuals computed here from its prices with plain formulas, and by
the nested textbook loops where those are small enough to run; every refusal is contradicted if
the textbook loops find an equilibrium after all.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
from numpy.random import Generator

import geoecon
from baselines.textbook import solve_textbook
from geoecon import Shock, Solution, World
from geoecon.errors import NotConvergedError, SolveError
from geoecon.testing.random_worlds import Recipe, random_world

CASES = 2000
EXACT = 1e-9
TEXTBOOK_CELLS = 400  # regions² x sectors: larger cases are checked by residuals alone
TEXTBOOK_STEPS = 1000
CLOSURES = ("own income", "zero", "world share")


@dataclass(frozen=True, eq=False)
class Case:
    """A world, a shock and a closure, drawn from a number."""

    number: int
    kind: str
    world: World
    shock: Shock
    closure: str


@dataclass(frozen=True)
class Verdict:
    """What became of a case: `solved`, `refused` or `wrong`, and why."""

    number: int
    kind: str
    verdict: str
    reason: str
    residual: float
    steps: int
    seconds: float
    checked_by_textbook: bool


@dataclass(frozen=True)
class Count:
    """All verdicts, counted."""

    verdicts: list[Verdict] = field(default_factory=list)

    def of(self, verdict: str) -> list[Verdict]:
        """The cases with a verdict."""
        return [case for case in self.verdicts if case.verdict == verdict]

    @property
    def not_found(self) -> int:
        """Refusals that say no more than that the iteration stopped."""
        return sum(case.reason.startswith("NotConverged") for case in self.of("refused"))

    @property
    def worst(self) -> Verdict:
        """The solved case with the largest residual."""
        return max(self.of("solved"), key=lambda case: case.residual)

    @property
    def slowest(self) -> Verdict:
        """The case that took the most steps."""
        return max(self.of("solved"), key=lambda case: case.steps)


def draw(number: int) -> Case:
    """Case `number`: a fifth have 20 to 194 economies, the others 2 to 12."""
    rng = np.random.default_rng([7, number])
    large = rng.uniform() < 0.2
    regions = int(np.exp(rng.uniform(np.log(20), np.log(195)))) if large else rng.integers(2, 13)
    sectors = int(rng.integers(1, max(2, min(7, 400 // regions))))
    if rng.uniform() < 0.5:
        kind, world = "drawn", _drawn(rng, int(regions), sectors)
    else:
        kind, world = "extreme", _extreme(rng, int(regions), sectors)
    return Case(number, kind, world, _shock(rng, world), str(rng.choice(CLOSURES)))


def _elasticity(rng: Generator) -> tuple[float, float]:
    """Lowest and highest trade elasticity, within 0.5 and 15."""
    low, high = np.sort(np.exp(rng.uniform(np.log(0.5), np.log(15), 2)))
    return float(low), float(high)


def _drawn(rng: Generator, regions: int, sectors: int) -> World:
    """A world of the tests' recipe, with any of its features."""
    recipe = Recipe(
        regions=regions,
        sectors=sectors,
        zeros=float(rng.choice([0.0, 0.3, 0.6, 0.85])),
        services=int(sectors > 1 and rng.uniform() < 0.5),
        tariff=float(rng.choice([0.0, 0.2, 1.0])),
        deficit=float(rng.choice([0.0, 0.05, 0.15])),
        least_labour_share=float(rng.choice([1.0, 0.3])),
        foreign=bool(rng.uniform() < 0.3),
        pooled=bool(rng.uniform() < 0.3),
        elasticity=_elasticity(rng),
        home=float(rng.choice([1.0, 3.0, 5.0])),
        input_substitution=float(rng.choice([1.0, 1.0, 0.5, 1.5])),
        final_substitution=float(rng.choice([1.0, 1.0, 0.5, 1.5])),
    )
    return random_world(recipe, int(rng.integers(2**31)))


def _extreme(rng: Generator, regions: int, sectors: int) -> World:
    """Sizes over several orders of magnitude, exporters of nothing, sectors not made at all.

    Inputs are drawn within what each region spends on each good, so that accounts close.
    """
    size = np.exp(rng.normal(0, 2.5, (regions, 1, 1)))
    size = np.maximum(size, 1e-8 * size.sum())
    own = np.eye(regions)[:, :, None]
    flow = size * size.transpose(1, 0, 2) / size.sum()
    flow = flow * np.exp(rng.normal(-2, 1, (regions, regions, sectors))) * (1 - own)
    flow *= rng.uniform(size=flow.shape) >= rng.choice([0.0, 0.3, 0.7])
    flow *= rng.uniform(size=(regions, 1, sectors)) >= 0.1  # others export nothing
    home = rng.uniform(0.2, 3, (regions, sectors)) * size[:, :, 0] / sectors
    home[:, 1:] *= rng.uniform(size=(regions, sectors - 1)) >= 0.1  # not made for home
    flow += home[:, None, :] * own
    tariff = rng.uniform(0, 0.3, flow.shape) * (1 - own)
    made, spent = flow.sum(axis=1), (flow * (1 + tariff)).sum(axis=0)
    total = spent.sum(axis=1)
    used = rng.uniform(0.1, 0.8, regions) * np.minimum(1, total / made.sum(axis=1))
    share = (used / total)[:, None] * spent
    inputs = share[:, :, None] * rng.uniform(0.5, 1, (regions, sectors, sectors))
    return World.from_arrays(
        flow, trade_elasticity=rng.uniform(*_elasticity(rng), sectors), tariff=tariff,
        input_share=inputs, regions=[f"R{i}" for i in range(regions)],
        sectors=[f"S{s}" for s in range(sectors)], name="extreme sizes",
    )  # fmt: skip


def _shock(rng: Generator, world: World) -> Shock:
    """Tariffs up to +500 %, an embargo between random coalitions, dearer and cheaper trade."""
    n, shape = len(world.regions), world.flow.shape
    abroad = (1 - np.eye(n))[:, :, None]
    what = rng.choice(["tariff", "embargo", "cost", "all"])
    tariff, cost = world.tariff.copy(), np.ones(shape)
    if what in ("tariff", "all"):
        buyers = rng.uniform(size=(1, n, 1)) < rng.uniform(0.1, 1)
        tariff = tariff + rng.uniform(0, 5) * rng.uniform(size=shape) * abroad * buyers
    if what in ("cost", "all"):
        cost = cost * np.exp(rng.normal(0, rng.choice([0.2, 0.7]), shape) * abroad)
    if what in ("embargo", "all"):
        _embargo(rng, cost)
    productivity = np.exp(rng.normal(0, 0.2, world.output.shape)) if what == "all" else None
    return Shock(trade_cost=cost, tariff=tariff, productivity=productivity)


def _embargo(rng: Generator, cost: np.ndarray) -> None:
    """Stop the trade between two random coalitions: sometimes one way, sometimes one sector."""
    n, _, sectors = cost.shape
    side = rng.integers(0, 3, n)
    one, other = np.flatnonzero(side == 0), np.flatnonzero(side == 1)
    some = np.arange(sectors) if rng.uniform() < 0.7 else rng.integers(0, sectors, 1)
    cost[np.ix_(one, other, some)] = np.inf
    if rng.uniform() < 0.8:
        cost[np.ix_(other, one, some)] = np.inf


def judge(number: int) -> Verdict:
    """Solve a case and check what comes back."""
    case = draw(number)
    began = time.perf_counter()
    try:
        solution = geoecon.solve(case.world, case.shock, closure=case.closure)
    except SolveError as refusal:
        return _judge_refusal(case, refusal, time.perf_counter() - began)
    seconds = time.perf_counter() - began
    residual, where = worst_residual(solution, case.closure)
    slow = None if solution.unbounded else _textbook(case)
    gap = 0.0 if slow is None else _real_gap(solution, *slow)
    right = residual < EXACT and gap < 1e-6 and solution.converged
    reason = where if residual >= EXACT else "textbook differs" if gap >= 1e-6 else "converged"
    return Verdict(
        number, case.kind, "solved" if right else "wrong", reason, max(residual, 0.0),
        solution.steps, seconds, slow is not None,
    )  # fmt: skip


def _judge_refusal(case: Case, refusal: SolveError, seconds: float) -> Verdict:
    """A refusal is wrong if the textbook finds an equilibrium with positive spending."""
    found = _textbook(case)
    kind = type(refusal).__name__.removesuffix("Error")
    reason = f"{kind}: {str(refusal).splitlines()[0][:90]}"
    wrong = found is not None and not isinstance(refusal, NotConvergedError)
    return Verdict(
        case.number, case.kind, "wrong" if wrong else "refused", reason, 0.0, 0, seconds,
        case_is_small(case),
    )  # fmt: skip


def case_is_small(case: Case) -> bool:
    """Whether the textbook loops cover the case and are quick enough."""
    w = case.world
    plain = w.input_substitution == 1 == w.final_substitution
    return plain and w.flow.size <= TEXTBOOK_CELLS


def _textbook(case: Case) -> tuple[np.ndarray, np.ndarray] | None:
    """Wages and prices of the textbook, or None where it does not run or finds nothing."""
    if not case_is_small(case):
        return None
    with np.errstate(all="ignore"):
        try:
            found = solve_textbook(
                case.world, case.shock, case.closure, step=0.1, max_steps=TEXTBOOK_STEPS
            )
        except ArithmeticError:
            return None
    inputs = (case.world.input_share * found.flow.sum(axis=1)[:, None, :]).sum(axis=2)
    final = (found.expenditure - inputs).sum(axis=1)  # the loops do not mind if it is negative
    return (found.wage, found.price) if (final > 0).all() else None


def _real_gap(solution: Solution, wage: np.ndarray, price: np.ndarray) -> float:
    """Largest relative gap of real wages: defined even where blocks do not trade."""
    index = np.exp((solution.world.final_share * np.log(price)).sum(axis=1))
    return float(np.abs(wage / index / solution.real_wage - 1).max())


def worst_residual(solution: Solution, closure: str) -> tuple[float, str]:
    """The largest relative residual of all equations, from prices alone, and its equation.

    Caliendo and Parro (2015), equations 10-14, with CES nests and specific factors. Each region
    is judged against its own size and its own trade, however small.
    """
    found = residuals(solution, closure)
    name = max(found, key=lambda key: np.inf if np.isnan(found[key]) else found[key])
    return (np.inf if np.isnan(found[name]) else found[name]), name


def residuals(solution: Solution, closure: str) -> dict[str, float]:
    """Relative residuals by equation, over the regions that have a number."""
    s, w = solution, solution.world
    here = np.array([code not in s.unbounded for code in w.regions])
    both = np.ix_(here, here)
    theta, before = w.trade_elasticity, np.where(w.expenditure > 0, w.expenditure, 1.0)
    beta = np.where(w.value_added > 0, w.labour_share, 1.0)
    share = w.flow * (1 + w.tariff) / before
    kappa = s.shock.trade_cost * (1 + s.tariff) / (1 + w.tariff)
    used, made = (w.expenditure > 0)[here], (w.output > 0)[here]
    factors = (s.wage[:, None] ** beta * s.factor_income ** (1 - beta))[here]
    bundle, inputs, gamma = _costs(s, here, factors)
    cost = np.where(made, bundle / s.shock.productivity[here], 1.0)
    offers = share[both] * (cost[:, None] * kappa[both]) ** -theta
    access = np.where(used, offers.sum(axis=0), 1.0)
    price = access ** (-1 / theta)
    pay = offers / access * s.expenditure[here]
    flow = pay / (1 + s.tariff[both])
    output = flow.sum(axis=1)
    added = gamma * output
    income = s.income[here]
    final = _final(s, here, income)
    spent = (inputs * output[:, None, :]).sum(axis=2) + final
    paid = s.wage[here] * (beta * w.value_added)[here].sum(axis=1)
    rent = ((1 - beta) * w.value_added * s.factor_income)[here]
    duties = (pay - flow).sum(axis=(0, 2))
    own = np.eye(len(flow))[:, :, None]
    gave, took = (flow * (1 - own)).sum(axis=(1, 2)), (flow * (1 - own)).sum(axis=(0, 2))
    received = s.tariff_revenue[here] - duties + s.net_rents[here] + s.deficit[here]
    gives, takes = gave + np.maximum(received, 0), took + np.maximum(-received, 0)
    earned = paid + rent.sum(axis=1) + s.tariff_revenue[here] + s.net_rents[here] + s.deficit[here]
    size = paid + rent.sum(axis=1)
    sides = _sides(s, here, size, np.maximum(gives, takes))
    gaps = {
        "price index": np.where(used, s.price[here] / price - 1, 0.0),
        "unit cost": np.where(made, s.unit_cost[here] / cost - 1, 0.0),
        "flows": (s.flow[both] - flow) / size[:, None, None],
        "output": (s.output[here] - output) / size[:, None],
        "spending": (spent - s.expenditure[here]) / size[:, None],
        "labour market": ((beta[here] * added).sum(axis=1) - paid) / size,
        "specific factors": ((1 - beta[here]) * added - rent) / size[:, None],
        "income": (earned - income) / size,
        "trade balance": (gave + received - took) / np.where(sides > 0, sides, 1.0),
        "trade both ways": np.where((gives > 0) == (takes > 0), 0.0, np.inf),
        "duties received": np.array((s.tariff_revenue[here].sum() - duties.sum()) / size.sum()),
        "deficits": np.array(s.deficit[here].sum() / size.sum()),
        "income is positive": np.where(income > 0, 0.0, np.inf),
    }
    if closure == "zero":
        gaps["closure"] = s.deficit[here] / size
    return {name: float(np.abs(gap).max()) for name, gap in gaps.items()}


def _sides(s: Solution, here: np.ndarray, size: np.ndarray, trade: np.ndarray) -> np.ndarray:
    """What a trade balance is judged against: the trade, but for the largest of each block.

    By Walras' law its imbalance is the sum of the others' and of all rounding; where it hardly
    trades, a hundredth of its income is what it is judged against.
    """
    block, was = np.array(s.block)[here], s.world.value_added[here].sum(axis=1)
    largest = np.array([was[i] == was[block == block[i]].max() for i in range(len(was))])
    return np.where(largest, np.maximum(trade, 0.01 * size), trade)


def _costs(s: Solution, here: np.ndarray, factors: np.ndarray) -> tuple[np.ndarray, ...]:
    """Cost of the bundle, input shares and value-added shares at the solution's prices."""
    w, power = s.world, 1 - s.world.input_substitution
    share, gamma, price = w.input_share[here], w.value_added_share[here], s.price[here]
    if power == 0:
        bundle = factors**gamma * np.prod(price[:, :, None] ** share, axis=1)
        return bundle, share, gamma
    total = gamma * factors**power + (share * price[:, :, None] ** power).sum(axis=1)
    bundle = total ** (1 / power)
    now = share * (price[:, :, None] / bundle[:, None, :]) ** power
    return bundle, now, gamma * (factors / bundle) ** power


def _final(s: Solution, here: np.ndarray, income: np.ndarray) -> np.ndarray:
    """Final spending [region, sector] at the solution's prices."""
    w, power = s.world, 1 - s.world.final_substitution
    weight = w.final_share[here] * s.price[here] ** power
    return weight / weight.sum(axis=1, keepdims=True) * income[:, None]


def run(first: int, cases: int) -> Count:
    """Judge that many cases on all cores."""
    cores = len(os.sched_getaffinity(0))
    numbers = range(first, first + cases)
    with get_context("fork").Pool(cores) as pool:
        return Count(list(pool.imap(judge, numbers, chunksize=4)))


def lines(count: Count) -> list[str]:
    """The counts, the reasons and the worst case, as text."""
    refused, wrong = count.of("refused"), count.of("wrong")
    checked = sum(case.checked_by_textbook for case in count.verdicts)
    text = [
        f"hard_cases_tried   {len(count.verdicts)}",
        f"hard_cases_refused {len(refused)}  (of these, not found: {count.not_found})",
        f"hard_cases_wrong   {len(wrong)}",
        f"also put to the textbook loops: {checked}",
        f"worst solved: case {count.worst.number} ({count.worst.kind}), "
        f"residual {count.worst.residual:.1e}",
        f"most steps: case {count.slowest.number}, {count.slowest.steps} steps, "
        f"{count.slowest.seconds:.2f} s",
    ]
    reasons = Counter(case.reason.partition(" of R")[0] for case in refused)
    text += [f"  refused {number:4d}  {reason}" for reason, number in reasons.most_common(12)]
    return text + [f"  WRONG {case}" for case in wrong[:20]]


def main() -> None:
    """Print the counts."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--cases", type=int, default=CASES)
    options.add_argument("--first", type=int, default=0)
    asked = options.parse_args()
    print(*lines(run(asked.first, asked.cases)), sep="\n")


if __name__ == "__main__":
    main()
