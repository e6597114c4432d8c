"""A net in ONNX's format that computes for ever."""

from collections.abc import Sequence

from onnx import TensorProto, helper


def endless_net(shape: Sequence[int]) -> bytes:
    """It gives back inputs of `shape` after 2^62 rounds of a loop."""
    kind = TensorProto.FLOAT
    rounds = helper.make_tensor("rounds", TensorProto.INT64, [], [1 << 62])
    go_on = helper.make_tensor("go_on", TensorProto.BOOL, [], [True])
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["going"], ["still"]),
            helper.make_node("Neg", ["value"], ["next"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            helper.make_tensor_value_info("value", kind, shape),
        ],
        [
            helper.make_tensor_value_info("still", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", kind, shape),
        ],
    )
    loop = helper.make_node("Loop", ["rounds", "go_on", "x"], ["y"], body=body)
    graph = helper.make_graph(
        [loop],
        "endless",
        [helper.make_tensor_value_info("x", kind, shape)],
        [helper.make_tensor_value_info("y", kind, shape)],
        [rounds, go_on],
    )
    opsets = [helper.make_opsetid("", 17)]
    model: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    return model
