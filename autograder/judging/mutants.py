"""Mutants of a reference: its text with one small change each, by the operators of cosmic-ray.

Only the operators of cosmic-ray are used. Its runner starts a test process for each mutant; here a mutant is graded
like any submission, in a worker with limits, by a suite that is rehearsed already. Some operators are added: for
matrices a transposition left out, the sides of `@` exchanged, a method not called; a default that is ten times as large
or a tenth; an argument left out, or two exchanged; two statements in the other order.
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import UserError


@dataclass(frozen=True)
class Mutant:
    """One changed line of a reference."""

    function: str  # where the change is; "" outside of functions
    was: str  # the line, without what surrounds it
    became: str
    text: str  # the whole file

    @property
    def title(self) -> str:
        """The change on one line."""
        return f"{self.function or 'module'}: {self.was}  ->  {self.became}"


def mutants_of(text: str) -> list[Mutant]:
    """All mutants of a file that can be compiled and differ from it in more than annotations.

    Raises:
        UserError: cosmic-ray is not installed.
    """
    meaning = _meaning(text)
    mutants: dict[str, Mutant] = {}
    for mutated in itertools.chain(
        _by_cosmic_ray(text), _by_operators_for_matrices(text), _by_defaults(text), _by_arguments(text), _by_order(text)
    ):
        try:
            changed = _meaning(mutated)
        except SyntaxError:
            continue
        if changed != meaning and changed not in mutants:
            mutants[changed] = _mutant(text, mutated)
    return list(mutants.values())


def _by_cosmic_ray(text: str) -> Iterator[str]:
    try:
        from cosmic_ray.ast import get_ast
        from cosmic_ray.mutating import MutationVisitor
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError:
        raise UserError("mutants are made by cosmic-ray, which is not installed: run `make setup`") from None
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments():
            continue  # it replaces variables that it must be told
        for occurrence in itertools.count():
            visitor = MutationVisitor(occurrence, operator())
            tree = visitor.walk(get_ast(text))
            if not visitor.mutation_applied:
                break
            yield tree.get_code()


def _by_operators_for_matrices(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=matrix, attr="T"):
                yield _spliced(text, node, _source(text, matrix))
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                yield _spliced(text, node, f"({_source(text, right)}) @ ({_source(text, left)})")
            case ast.Call(func=ast.Attribute(value=value), args=[], keywords=[]):
                yield _spliced(text, node, _source(text, value))


def _by_defaults(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.arguments):
            for default in (*node.defaults, *filter(None, node.kw_defaults)):
                match default:
                    case ast.Constant(value=bool() as value):
                        yield _spliced(text, default, repr(not value))
                    case ast.Constant(value=int() | float() as value):
                        yield _spliced(text, default, repr(value * 10))
                        yield _spliced(text, default, repr(value / 10 if isinstance(value, float) else value // 10))


def _by_arguments(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        args, keywords = node.args, node.keywords
        changed = [(args, keywords[:place] + keywords[place + 1 :]) for place in range(len(keywords))]
        changed += [(args[:-1], keywords)] if len(args) > 1 else []
        changed += [
            ([*args[:place], args[place + 1], args[place], *args[place + 2 :]], keywords)
            for place in range(len(args) - 1)
        ]
        for positional, named in changed:
            yield _spliced(text, node, ast.unparse(ast.Call(node.func, positional, named)))


def _by_order(text: str) -> Iterator[str]:
    """Two statements that follow each other in a function exchanged, but for docstrings and what ends the function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If | ast.With):
            for first, second in itertools.pairwise(node.body):
                if not any(isinstance(one, ast.Return | ast.Raise) or _is_text(one) for one in (first, second)):
                    yield _exchanged(text, first, second)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _exchanged(text: str, first: ast.stmt, second: ast.stmt) -> str:
    lines = text.splitlines(keepends=True)
    start, end = first.lineno - 1, first.end_lineno or first.lineno
    other_start, other_end = second.lineno - 1, second.end_lineno or second.lineno
    between = lines[end:other_start]
    return "".join([*lines[:start], *lines[other_start:other_end], *between, *lines[start:end], *lines[other_end:]])


def _source(text: str, node: ast.expr) -> str:
    return ast.get_source_segment(text, node) or ""


def _spliced(text: str, node: ast.expr, new: str) -> str:
    """The text with a node replaced."""
    lines = text.splitlines(keepends=True)
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = lines[first].encode()[: node.col_offset]  # columns count bytes
    after = lines[last].encode()[node.end_col_offset :]
    return "".join([*lines[:first], (before + new.encode() + after).decode(), *lines[last + 1 :]])


class _WithoutAnnotations(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        self.generic_visit(node)
        return node


def _meaning(text: str) -> str:
    return ast.dump(_WithoutAnnotations().visit(ast.parse(text)))


def _mutant(text: str, mutated: str) -> Mutant:
    before, after = text.splitlines(), mutated.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    start, end, other_start, other_end = changes[0][1], changes[-1][2], changes[0][3], changes[-1][4]
    function = next(
        (
            node.name
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef) and node.lineno <= start + 1 <= (node.end_lineno or 0)
        ),
        "",
    )
    was, became = (
        " ".join(line.strip() for line in lines if not line.lstrip().startswith("#"))
        for lines in (before[start:end], after[other_start:other_end])
    )
    return Mutant(function, was, became, mutated)
