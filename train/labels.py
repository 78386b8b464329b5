"""The label sets of the reader, in the order in which the network numbers them."""

ROLES = ["none", "carried_out", "ordered", "authorised", "supported", "aware", "staged", "involved", "cause"]
FACTUALITY = ["CT+", "PR+", "PS+", "PS-", "PR-", "CT-", "U"]
CONFIDENCE = [None, "low", "moderate", "high"]
BASIS = ["intercept", "witness", "document", "imagery", "forensic", "confession", "court", "intelligence", "inference"]
ARGUMENTS = ["party", "holder", "outer", "incident", "cue", "hedge", "trigger", "basis"]
ATTRIBUTION = ["source", "cue", "content"]

WINDOW = 500          # pieces a window holds, the two special pieces not counted
CONTEXT = 100         # of which so many may repeat the sentences before it
BEFORE, AFTER = 112, 80   # pieces around a trigger that the top layer sees
DISTANCES = 25        # buckets of signed distance: 0..7 one by one, then to 12, 20, 40, 80, beyond


def bucket(d):
    """Signed distance in pieces -> 0..24 (12 is no distance)."""
    a = abs(d)
    b = a if a < 8 else 8 if a < 12 else 9 if a < 20 else 10 if a < 40 else 11 if a < 80 else 12
    return 12 - b if d < 0 else 12 + b
