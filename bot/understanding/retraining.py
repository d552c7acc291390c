"""Understanding, at the workbench: a city's own model, learnt from the shipped examples and from its corrections.

Every fifth correction is never learnt from, by a fingerprint of its words, so that it is the same ones each time; they
and the calibration messages tell whether the new model is better than the one in use. Needs scikit-learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.understanding import training
from bot.understanding.judging import Comparison, Worse, judge
from bot.understanding.model import Model
from bot.understanding.pseudonyms import fingerprint
from bot.understanding.training import Example, Message
from bot.understanding.understander import TextUnderstander

HELD_OUT = 5
"""One correction in so many measures, and never teaches."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the shipped model is learnt from, and the messages that calibrate and measure it."""

    known: Sequence[Example]
    named: Sequence[Example]
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True)
class Retrained:
    """A new model, not written anywhere yet, and how it compares with the one in use.

    Attributes:
        model: the new one.
        calibration: on the messages that ship; its `direct` flatters both models alike, for their thresholds are
            chosen there.
        lessons: on the corrections that were held out.
    """

    model: Model
    calibration: Comparison
    lessons: Comparison

    @property
    def worse(self) -> tuple[Worse, ...]:
        """In what it is worse than the one in use, on either part; such a model is not to be used."""
        return tuple(dict.fromkeys((*self.calibration.worse(), *self.lessons.worse())))


def shipped() -> Material:
    """Read what the shipped model is learnt from."""
    return Material(training.examples(), training.keywords(), training.calibration())


def is_held_out(words: str) -> bool:
    """Say whether a correction with these words measures; the others teach."""
    return int(fingerprint(words), 16) % HELD_OUT == 0


def retrain(material: Material, lessons: Sequence[Example], in_use: TextUnderstander, day: date) -> Retrained:
    """Learn a new model; the same material and lessons, in any order, on the same day give the same model.

    Args:
        material: what the shipped model is learnt from.
        lessons: the corrections, without marks; their labels are among those of the model in use.
        in_use: what answers now.
        day: when this is.
    """
    measured = {fingerprint(message.text) for message in material.messages}
    in_order = sorted(lessons, key=lambda lesson: (lesson.label, lesson.text))
    taught = [each for each in in_order if not is_held_out(each.text) and fingerprint(each.text) not in measured]
    held_out = [(each.text, {each.label}) for each in in_order if is_held_out(each.text)]
    learnt, _report = training.train([*material.known, *taught], material.named, material.messages)
    # Without the lessons, so that it can be told when other examples ship.
    digest = training.digest(material.known, material.named, material.messages)
    model = replace(learnt, digest=digest, trained_on=day.isoformat(), lessons=len(taught))
    new = replace(in_use, model=model)
    messages = [(message.text, message.right) for message in material.messages]
    return Retrained(
        model,
        Comparison(judge(in_use, messages), judge(new, messages)),
        Comparison(judge(in_use, held_out), judge(new, held_out)),
    )
