"""The command line: trains, exports and measures the shapes model."""

import argparse
import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # nothing is ever downloaded

STAGES = ["denoiser", "decoder", "outlines", "export", "evaluate", "sheets"]
HERE = Path(__file__).resolve().parent.parent


def setting(text: str) -> tuple[int, float]:
    steps, guidance = text.split(":")
    return int(steps), float(guidance)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make-shapes", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        description="Trains the shapes model from scratch, exports it to OpenVINO IR and measures it. "
                    "Started again after a stop, it continues from its last checkpoint.")
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=f"which of {', '.join(STAGES)}; all, when none is named")
    parser.add_argument("--work", type=Path, default=HERE / "target", help="folder of checkpoints and measurements")
    parser.add_argument("--out", type=Path, default=HERE.parent / "shapes", help="folder of the model")
    parser.add_argument("--weights", type=Path, metavar="MODEL", help="train outlines for that exported model, and export its "
                        "weights; the checkpoints of denoiser and decoder are not needed")
    parser.add_argument("--denoiser-steps", type=int, default=4400, help="training steps of denoiser and text encoder")
    parser.add_argument("--decoder-steps", type=int, default=1500, help="training steps of the decoder")
    parser.add_argument("--outlines-rounds", type=int, default=24, help="training rounds of what straightens outlines")
    parser.add_argument("--prompts", type=int, default=200, help="how many held-back prompts to measure with")
    parser.add_argument("--prompts-per-size", type=int, default=40, help="how many of them at other sizes and settings")
    parser.add_argument("--edits", type=int, default=20, help="how many edits with a mask of each kind")
    parser.add_argument("--settings", type=setting, nargs="+", metavar="STEPS:GUIDANCE",
                        default=[(20, 3.0), (50, 7.5)], help="what to measure; the first at all sizes and with edits")
    parser.add_argument("--sheet-setting", type=setting, metavar="STEPS:GUIDANCE", default=(20, 3.0),
                        help="how the sheets are drawn")
    arguments = parser.parse_args()
    unknown = [stage for stage in arguments.stages if stage not in STAGES]
    if unknown:
        parser.error(f"unknown stage {unknown[0]}: choose from {', '.join(STAGES)}")
    return arguments


def networks(arguments: argparse.Namespace, denoiser: Path, decoder: Path) -> tuple:
    """The trained denoiser and decoder."""
    from .export import weights_of
    from .train_decoder import trained_decoder
    from .train_denoiser import trained_denoiser
    return weights_of(arguments.weights) if arguments.weights else (trained_denoiser(denoiser), trained_decoder(decoder))


def run(stage: str, arguments: argparse.Namespace) -> None:
    """Modules are imported by the stage that needs them: they are slow to load."""
    denoiser, decoder, outlines = (arguments.work / f"{name}.pt" for name in ("denoiser", "decoder", "outlines"))
    if stage == "denoiser":
        from .train_denoiser import train_denoiser
        train_denoiser(denoiser, arguments.denoiser_steps)
    elif stage == "decoder":
        from .train_decoder import train_decoder
        train_decoder(decoder, denoiser, arguments.decoder_steps)
    elif stage == "outlines":
        from .train_outlines import train_outlines
        train_outlines(outlines, networks(arguments, denoiser, decoder)[0], arguments.outlines_rounds)
    elif stage == "export":
        from .export import export
        from .train_outlines import trained_outlines
        trained = networks(arguments, denoiser, decoder)
        if outlines.exists() or not arguments.weights:
            trained[1].outlines.load_state_dict(trained_outlines(outlines))
        print(f"{arguments.out}: {export(arguments.out, *trained) / 2**20:.1f} MiB")
    elif stage == "evaluate":
        from .evaluate import Evaluation, Plan
        plan = Plan(arguments.settings, arguments.prompts, arguments.prompts_per_size, arguments.edits)
        Evaluation(arguments.out, arguments.work / "evaluation", plan).measure()
    elif stage == "sheets":
        from .edits import Sheets
        Sheets(arguments.out, arguments.out / "pictures", *arguments.sheet_setting).all()


if __name__ == "__main__":
    chosen = parse()
    for name in chosen.stages or STAGES:
        run(name, chosen)
