"""What is made of many measurements."""


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def quartiles(values):
    return percentile(values, 0.25), percentile(values, 0.75)
