"""What was measured, round by round, and its medians."""

import statistics


class Samples:
    """Numbers by subject, mode and name: one for each round."""

    def __init__(self):
        self.values = {}

    def add(self, subject, mode, numbers):
        for name, value in numbers.items():
            self.values.setdefault(subject, {}).setdefault(mode, {}).setdefault(name, []).append(value)

    def subjects(self, mode):
        return [subject for subject, modes in self.values.items() if mode in modes]

    def median(self, subject, mode, name):
        """None where it was not measured."""
        found = self.values.get(subject, {}).get(mode, {}).get(name)
        return statistics.median(found) if found else None

    def spread(self, subject, mode, name):
        """Half the way from the smallest to the largest, as a share of the median."""
        found = self.values[subject][mode][name]
        middle = statistics.median(found)
        return (max(found) - min(found)) / 2 / middle if middle else 0

    def ratio(self, subject, other, mode, name):
        one, two = self.median(subject, mode, name), self.median(other, mode, name)
        return one / two if one is not None and two else None

    def ratio_of_rounds(self, subject, other, mode, name):
        """The median of the rounds' ratios: what disturbs a whole round cancels out."""
        return median_ratio(self._rounds(subject, mode, name), self._rounds(other, mode, name))

    def ratio_of_modes(self, subject, mode, other, name):
        """The same of one subject in two modes."""
        return median_ratio(self._rounds(subject, mode, name), self._rounds(subject, other, name))

    def _rounds(self, subject, mode, name):
        return self.values.get(subject, {}).get(mode, {}).get(name, [])


def median_ratio(ones, twos):
    ratios = [one / two for one, two in zip(ones, twos) if two]
    return statistics.median(ratios) if ratios else None
