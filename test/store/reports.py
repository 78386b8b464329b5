"""Many small reports, all different, cut from the texts of examples/ and test/reports/twins."""
import glob, os

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))


def pieces(size=500):
    """Texts of about `size` bytes, each some paragraphs of one report."""
    for path in sorted(glob.glob(os.path.join(TREE, "examples/*.txt")) + glob.glob(os.path.join(TREE, "test/reports/twins/*.txt"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        while text:
            cut = text.find("\n", size)
            cut = len(text) if cut < 0 else cut + 1
            if text[:cut].strip():
                yield os.path.basename(path)[:-4], text[:cut]
            text = text[cut:]


def write(folder, count):
    """The paths of `count` reports written into the folder."""
    os.makedirs(folder, exist_ok=True)
    paths, stock = [], list(pieces())
    for i in range(count):
        name, text = stock[i % len(stock)]
        path = os.path.join(folder, f"{name}-{i:03}.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text if i < len(stock) else f"Dispatch {i}.\n\n{text}")
        paths.append(path)
    return paths
