"""Pictures of normal_equations, drawn from your own functions: the notebook shows each after the check of a part."""

from typing import Any, Final

import numpy as np
from matplotlib import pyplot as plt

from autograder import picture

X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [6.0, 1.0]])
Y: Final = np.array([3.0, 5.0, 1.0])
SYSTEMS: Final = (
    (np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([4.0, 5.0])),
    (np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0])),
    (np.array([[13.0, 13.0], [13.0, 13.0]]), np.array([36.0, 54.0])),
    (np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0])),
)
COLORS: Final = ("tab:blue", "tab:orange")


@picture(after="singular")
def lines_of_a_system(solve: Any) -> None:
    """**Two equations are two lines.** They cross at the one solution, or nearly coincide and cross far away, or
    are parallel and never meet, or are the same line. In the last case all points of the line are solutions, and
    yours should be the foot of the perpendicular from the origin, where the circle touches.
    """
    _, panels = plt.subplots(1, 4, figsize=(14, 3.9), layout="constrained")
    for axes, (A, b) in zip(panels, SYSTEMS, strict=True):
        solution = solve(A, b)
        half = 7.0 if solution.theta is None else 1.6 * float(np.max(np.abs(solution.theta))) + 0.8
        half = min(half, 8.0)
        for row, right, color, width in zip(A, b, COLORS, (3.6, 1.5), strict=True):
            draw_line(axes, row, float(right), half, color, width)
        axes.plot(0, 0, "+", color="black", markersize=9)
        title = str(solution.kind)
        if solution.theta is not None:
            theta = np.asarray(solution.theta, dtype=float)
            axes.plot(*theta, "o", color="tab:red", markersize=8, zorder=3)
            title += f": ({theta[0]:.3g}, {theta[1]:.3g})"
            if solution.kind == "infinite":
                draw_shortest(axes, theta)
        axes.set_title(f"{title}\n{equations(A, b)}", fontsize=10)
        axes.set(xlim=(-half, half), ylim=(-half, half), xlabel=r"$\theta_1$", aspect="equal")
    panels[0].set_ylabel(r"$\theta_2$")


def draw_line(axes: Any, row: np.ndarray, right: float, half: float, color: str, width: float) -> None:
    """The points theta with row @ theta = right."""
    foot = right * row / (row @ row)
    along = np.array([-row[1], row[0]]) / np.linalg.norm(row)
    ends = foot + np.outer([-4 * half, 4 * half], along)
    axes.plot(*ends.T, color=color, linewidth=width)


def draw_shortest(axes: Any, theta: np.ndarray) -> None:
    """The way from the origin to the solution, and all points that are as far away."""
    axes.plot([0, theta[0]], [0, theta[1]], "--", color="tab:red", linewidth=1.3)
    around = np.linspace(0, 2 * np.pi, 200)
    radius = np.linalg.norm(theta)
    axes.plot(radius * np.cos(around), radius * np.sin(around), color="tab:red", linewidth=0.8)


def equations(A: np.ndarray, b: np.ndarray) -> str:
    """The system as a line of text."""
    texts = [rf"${row[0]:g}\,\theta_1 + {row[1]:g}\,\theta_2 = {right:g}$" for row, right in zip(A, b, strict=True)]
    return ", ".join(texts).replace("1\\,", "")


@picture(after="least_squares")
def right_angle(least_squares: Any) -> None:
    """**One right angle.** The same fit of three points twice: on the left with a residual for each point, on the
    right in the space of all right sides, one axis per sample. There the two columns of X span a plane, X theta is
    the foot of the perpendicular from y, and the residual is at a right angle to both columns.
    """
    theta = np.asarray(least_squares(X, Y).theta, dtype=float)
    fit = X @ theta
    figure = plt.figure(figsize=(12, 4.6), layout="constrained")
    axes = figure.add_subplot(1, 2, 1)
    ends = np.array([0.0, 7.0])
    axes.plot(ends, theta[0] * ends + theta[1], color="tab:blue")
    axes.vlines(X[:, 0], fit, Y, color="tab:red", linewidth=2)
    axes.plot(X[:, 0], Y, "o", color="black")
    axes.set(xlabel="x", ylabel="y", title=f"slope {theta[0]:.3f}, intercept {theta[1]:.3f}")
    draw_column_space(figure.add_subplot(1, 2, 2), fit)


def column_basis() -> np.ndarray:
    """Three unit vectors at right angles: along the column of x, in the plane of the columns, and towards y."""
    first = X[:, 0] / np.linalg.norm(X[:, 0])
    second = X[:, 1] - X[:, 1] @ first * first
    second /= np.linalg.norm(second)
    normal = np.cross(first, second)
    return np.stack([first, second, normal * np.sign(normal @ Y)])


BASIS: Final = column_basis()


def draw_column_space(axes: Any, fit: np.ndarray) -> None:
    """The plane of the columns of X, seen from the side and a little from above, and y above it."""
    origin = np.zeros(3)
    corners = np.array([(-1.5, -1.5), (7.5, -1.5), (7.5, 6.0), (-1.5, 6.0)]) @ BASIS[:2]
    axes.fill(*seen(corners).T, color="tab:blue", alpha=0.15, linewidth=0)
    for end, color, name, offset in (
        (X[:, 0], "tab:blue", "column of x", (-4, -14)),
        (3 * X[:, 1], "tab:blue", "3 times the column of ones", (-4, -14)),
        (fit, "tab:green", r"$X\theta$", (8, -6)),
        (Y, "black", "y", (8, 0)),
    ):
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", seen(end), seen(origin), arrowprops=arrow)
        axes.annotate(name, seen(end), offset, textcoords="offset points", color=color)
    residual = Y - fit
    axes.plot(*seen(np.array([fit, Y])).T, color="tab:red", linewidth=2.5)
    axes.annotate("residual", seen((fit + Y) / 2), (8, 0), textcoords="offset points", color="tab:red")
    back, up = -0.5 * fit / np.linalg.norm(fit), 0.35 * residual / np.linalg.norm(residual)
    axes.plot(*seen(np.array([fit + back, fit + back + up, fit + up])).T, color="tab:red", linewidth=1)
    degrees = [np.degrees(np.arccos(c @ residual / np.linalg.norm(c) / np.linalg.norm(residual))) for c in X.T]
    axes.set_title(f"residual and columns: angles of {degrees[0]:.1f} and {degrees[1]:.1f} degrees")
    axes.set_aspect("equal")
    axes.set_axis_off()


def seen(points: np.ndarray) -> np.ndarray:
    """Points in space (..., 3) projected onto the paper (..., 2), with the plane of the columns nearly flat."""
    first, second, normal = BASIS
    right = first * np.cos(0.2) - second * np.sin(0.2)
    towards = first * np.sin(0.2) + second * np.cos(0.2)
    return np.stack([points @ right, points @ (normal * np.cos(0.4) - towards * np.sin(0.4))], axis=-1)


@picture(after="bad_input")
def what_squaring_costs(normal_equations: Any, solve: Any, least_squares: Any) -> None:
    """**The condition number is squared.** Data of ever larger condition number, made from a known theta.
    The error of your `solve(*normal_equations(X, y))` grows with the square of cond X, slope 2 in this picture,
    that of `np.linalg.lstsq` with cond X itself, slope 1. On which line does your `least_squares` lie?
    """
    conditions = np.geomspace(1, 1e7, 15)
    random = np.random.default_rng(0)
    errors: dict[str, list[float]] = {"solve(*normal_equations(X, y))": [], "np.linalg.lstsq": [], "least_squares": []}
    for condition in conditions:
        # The median of several draws: a single one can be lucky.
        drawn = [errors_for(condition, random, normal_equations, solve, least_squares) for _ in range(15)]
        for name, values in zip(errors, np.nanmedian(drawn, axis=0), strict=True):
            errors[name].append(float(values))
    _, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for (name, values), mark, color in zip(
        errors.items(), ("o", "s", "x"), ("tab:red", "tab:blue", "black"), strict=True
    ):
        axes.loglog(conditions, values, mark, color=color, label=name)
    for slope, color in ((2, "tab:red"), (1, "tab:blue")):
        axes.loglog(conditions, 1e-16 * conditions**slope, color=color, linewidth=0.8, label=f"slope {slope}")
    axes.set(xlabel="condition number of X", ylabel="relative error of theta", ylim=(2e-17, 1))
    axes.legend(loc="upper left", fontsize=9)


def errors_for(
    condition: float, random: np.random.Generator, normal_equations: Any, solve: Any, least_squares: Any
) -> list[float]:
    """The relative errors of the three ways for one draw of data, NaN where a way finds no solution."""
    left = np.linalg.qr(random.normal(size=(12, 3)))[0]
    right = np.linalg.qr(random.normal(size=(3, 3)))[0]
    data = left * np.geomspace(1, 1 / condition, 3) @ right.T
    theta = random.normal(size=3)
    targets = data @ theta
    ways = solve(*normal_equations(data, targets)), least_squares(data, targets)
    answers = [ways[0].theta, np.linalg.lstsq(data, targets)[0], ways[1].theta]
    thetas = [np.full(3, np.nan) if answer is None else np.asarray(answer, dtype=float) for answer in answers]
    return [float(np.linalg.norm(one - theta) / np.linalg.norm(theta)) for one in thetas]
