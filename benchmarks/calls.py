"""Who reviews what, for 1,000 proposals and 200 reviewers of two sides: how long it takes, how near the bound it is."""

from __future__ import annotations

import random
import time

from kizuna.calls.assigning import SIDES, Paper, Reader, assign

PAPERS, READERS, EACH, THEMES = 1000, 200, 3, 30


def case(
    seed: int, papers: int = PAPERS, readers: int = READERS
) -> tuple[list[Paper], list[Reader], set[tuple[int, int]]]:
    """Proposals and reviewers with some themes each, and some conflicts."""
    dice = random.Random(seed)  # noqa: S311 - a case to measure, no secret
    themes = [f"theme-{number}" for number in range(THEMES)]
    written = [Paper(key, frozenset(dice.sample(themes, dice.randint(1, 4)))) for key in range(papers)]
    people = [Reader(key, SIDES[key % 2], frozenset(dice.sample(themes, dice.randint(1, 5)))) for key in range(readers)]
    shut = {(dice.randrange(papers), dice.randrange(readers)) for _ in range(papers * 4)}
    return written, people, shut


def main() -> None:
    """Prints one line for each case."""
    print(f"{PAPERS} proposals, {READERS} reviewers, {EACH} reviews each")
    print(
        f"{'case':>5} {'seconds':>8} {'given':>6} {'fit':>8} {'bound':>10} {'gap':>8} {'loads':>8} {'both sides':>11}"
    )
    for seed in range(5):
        papers, readers, shut = case(seed)
        begun = time.perf_counter()
        answer = assign(papers, readers, shut=shut, each=EACH)
        took = time.perf_counter() - begun
        loads = [sum(one.reader == reader.key for one in answer.given) for reader in readers]
        told = f"{min(loads)}–{max(loads)}"
        both = len(papers) - len(answer.one_sided)
        print(f"{seed:>5} {took:>8.2f} {len(answer.given):>6} {answer.fit:>8} {answer.bound:>10.2f} {answer.gap:>8.4f} "
              f"{told:>8} {both:>11}")  # fmt: skip


if __name__ == "__main__":
    main()
