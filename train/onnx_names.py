"""A BERT in ONNX -> DIR/model.safetensors with the names of its publisher, and DIR/config.json.

  python onnx_names.py MODEL.onnx DIR

The export kept the names of biases, but not of matrices: a matrix is known by the addition of its bias, and lies the other way round.
"""
import json, sys
import numpy as np, onnx
from onnx import numpy_helper
from safetensors.numpy import save_file


def tensors(graph):
    have = {t.name: numpy_helper.to_array(t) for t in graph.initializer}; maker = {o: n for n in graph.node for o in n.output}
    out = {k: v.astype(np.float32) for k, v in have.items() if k.startswith(("embeddings.", "encoder.")) and v.dtype in (np.float32, np.float16)}
    for add in (n for n in graph.node if n.op_type == "Add"):
        for bias in (i for i in add.input if i in have and i.endswith(".bias")):
            product = next((maker[i] for i in add.input if i in maker and maker[i].op_type == "MatMul"), None)
            matrix = next((i for i in product.input if i in have), None) if product else None
            if matrix: out[bias[:-4] + "weight"] = np.ascontiguousarray(have[matrix].T.astype(np.float32))
    return out


if __name__ == "__main__":
    path, to = sys.argv[1:]
    save_file(tensors(onnx.load(path).graph), f"{to}/model.safetensors"); json.dump(dict(model_type="bert"), open(f"{to}/config.json", "w"))
