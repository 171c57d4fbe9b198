"""Reads the weights of exported networks back from OpenVINO IR, so that a model as it ships can be exported again in other graphs."""

from pathlib import Path

import openvino
import torch
import torch.nn as nn


def constant_before(node) -> torch.Tensor | None:
    """The constant that feeds `node`, through the conversion from fp16 if there is one."""
    if node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return torch.from_numpy(node.get_data().copy()).float() if node.get_type_name() == "Constant" else None


def named_constants(model: openvino.Model) -> dict[str, openvino.Node]:
    """By the parameter's name. Their names are kept; those of biases are not."""
    return {node.get_friendly_name().removeprefix("self.").removesuffix("_compressed"): node
            for node in model.get_ordered_ops() if node.get_type_name() == "Constant"}


def users(node) -> list:
    found = [port.get_node() for port in node.output(0).get_target_inputs()]
    return [user for one in found for user in (users(one) if one.get_type_name() == "Convert" else [one])]


def constant_in(kind: str, node, length: int) -> tuple[torch.Tensor | None, openvino.Node]:
    """The constant in the next operation of that kind, and that operation."""
    for user in users(node):
        if user.get_type_name() == kind:
            for k in range(2):
                constant = constant_before(user.input_value(k).get_node())
                if constant is not None and constant.numel() == length:
                    return constant.flatten(), user
    return None, node


def read_back(folder: Path, module: nn.Module, prefix: str = "") -> list[str]:
    """Fills in what the IR in `folder` has, and returns the names of the parameters that it has not."""
    model = openvino.Core().read_model(folder / "openvino_model.xml")  # lives as long as its nodes are looked at
    constants = named_constants(model)
    norms = {node.get_friendly_name().removeprefix("__module.").split("/")[0]: node
             for node in model.get_ordered_ops() if node.get_type_name() == "MVN"}
    missing = []
    for name, parameter in module.named_parameters():
        owner, _, kind = (prefix + name).rpartition(".")
        value = None
        if prefix + name in constants:
            value = constant_before(constants[prefix + name])
        elif kind == "modulation":
            value = next((constant for node in model.get_ordered_ops() for k in range(2)
                          if node.get_friendly_name() == f"__module.{owner}/aten::add/Add"
                          and (constant := constant_before(node.input_value(k).get_node())) is not None), None)
        elif owner in norms:
            value, scaled = constant_in("Multiply", norms[owner], parameter.numel())
            if kind == "bias":
                value, _ = constant_in("Add", scaled, parameter.numel())
        elif kind == "bias" and owner + ".weight" in constants:
            value, _ = constant_in("Add", users(constants[owner + ".weight"])[0], parameter.numel())
        if value is None or value.numel() != parameter.numel():
            missing.append(name)
        else:
            parameter.data.copy_(value.view_as(parameter))
    return missing
