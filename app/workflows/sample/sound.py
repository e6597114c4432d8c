"""The sound of the sample rally: a quiet crowd, strokes and bounces."""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]  # (samples, 2), -1 to 1

_CROWD = 0.018  # loudness of the crowd
# frequency in Hz, seconds to fade by a factor of e, loudness; the noise of the touch comes on top
_TOUCHES = {"hit": (820.0, 0.022, 0.42), "bounce": (290.0, 0.030, 0.26)}
_TOUCH_SECONDS = 0.25


def crowd(seconds: float, rate: int, rng: np.random.Generator) -> Sound:
    """A murmur that swells slowly: noise without its highest and lowest frequencies."""
    samples = round(seconds * rate)
    spectrum = np.fft.rfft(rng.standard_normal((samples, 2)), axis=0)
    hertz = np.fft.rfftfreq(samples, 1 / rate)[:, None]
    spectrum *= (hertz / 180) ** 2 / (1 + (hertz / 180) ** 2) / (1 + (hertz / 750) ** 2)
    murmur = np.fft.irfft(spectrum, samples, axis=0)
    murmur *= _CROWD / murmur.std()
    swell = 1 + 0.35 * np.sin(np.arange(samples) / rate * 1.1)
    return np.asarray(murmur * swell[:, None], np.float32)


def add_touch(sound: Sound, what: str, seconds: float, rate: int, rng: np.random.Generator) -> None:
    """Add a "hit" or "bounce" at `seconds`, as far as `sound` reaches."""
    hertz, fade, loudness = _TOUCHES[what]
    first = round(seconds * rate)
    into = sound[first : first + round(_TOUCH_SECONDS * rate)]
    t = np.arange(len(into)) / rate
    tone = np.sin(2 * np.pi * hertz * t) + 0.5 * np.sin(2 * np.pi * 1.52 * hertz * t)
    noise = rng.standard_normal(len(t)) * np.exp(-t / 0.004)
    into += ((tone * np.exp(-t / fade) + noise) * loudness / 2)[:, None]


def as_samples(sound: Sound) -> NDArray[np.int16]:
    """The sound as a file holds it; what is too loud is cut off."""
    return np.asarray(np.clip(sound, -1, 1) * 32767, np.int16)
