"""A hundred slips as one job, from records to the printing system: at most 6 s.

    python -m tests.benchmarks.batch [--slips 100]

The floor is measured in the same run: the bare pages of the receipt benchmark, one PDF each, joined by pdfium: no
records read, nothing laid out, no other process, no journal. The job is timed in its three parts: made and joined in
the paper process, entered in the journal (an encrypted file, synced) and handed to a printing system that keeps it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from qi_desk.documents import overlay
from qi_desk.documents.client import PaperMaker
from qi_desk.services.prints import batches
from tests.benchmarks import receipt
from tests.services.prints.press import Press, on, slips
from tests.support.stations import make_template, open_copy

_TARGET = 6.0


def floor(count: int) -> float:
    """Seconds for as many bare pages joined."""
    pieces = receipt.written_down(receipt.another(0))
    receipt.bare(receipt.another(1), pieces)
    begun = time.perf_counter()
    whole = overlay.join([receipt.bare(receipt.another(turn), pieces) for turn in range(count)])
    assert whole.pages == count
    return time.perf_counter() - begun


def processor() -> float:
    """Seconds both processes computed so far; those of the paper process once it has ended."""
    return sum(os.times()[:4])


def job(count: int, folder: Path) -> tuple[float, float, float, int]:
    """Seconds until the batch can be looked at, seconds until it is with the printing system, seconds both processes
    computed meanwhile (starting the paper process among them), bytes of the job."""
    specialist = make_template(folder / "template")
    bench = open_copy(folder / "template", folder / "desk", specialist)
    maker = PaperMaker()
    try:
        on(bench)
        slips(bench, count)
        computed = processor()
        maker.warm()
        press = Press()
        begun = time.perf_counter()
        asked = batches.gather(bench.house, bench.actor, "day_slips")
        batch = batches.make_batch(bench.house, bench.actor, asked, maker)
        made = time.perf_counter() - begun
        begun = time.perf_counter()
        done = batches.print_batch(bench.house, bench.actor, batch, press).value
        printed = time.perf_counter() - begun
        assert done.out == count
        assert len(press.jobs) == 1
        maker.close()
        return made, printed, processor() - computed, len(press.jobs[0][1])
    finally:
        maker.close()
        bench.door.leave()


def main() -> float:
    """Measure, print, and answer the seconds of the whole job."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--slips", type=int, default=100)
    given = parser.parse_args()
    receipt.register_bare_fonts()
    least = floor(given.slips)
    with tempfile.TemporaryDirectory() as folder:
        made, printed, computed, size = job(given.slips, Path(folder))
    whole = made + printed
    print(f"made and joined   {made:6.2f} s   ({made / given.slips * 1000:.1f} ms a slip)")
    print(f"kept and sent     {printed:6.2f} s   {size / 1e6:.1f} MB")
    print(f"whole job         {whole:6.2f} s   (at most {_TARGET} for 100)")
    print(f"computed          {computed:6.2f} s   by both processes: what an idle machine would need")
    print(f"floor, same run   {least:6.2f} s   ratio {whole / least:.2f}")
    return whole


if __name__ == "__main__":
    main()
