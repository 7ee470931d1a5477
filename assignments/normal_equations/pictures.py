"""Pictures of normal_equations, drawn from your own functions: the notebook shows each after the check of a part."""

from typing import Any, Final

import numpy as np
from matplotlib import pyplot as plt

from autograder import Slider, picture

X: Final = np.array([[1.0, 1.0], [2.0, 1.0], [6.0, 1.0]])
Y: Final = np.array([3.0, 5.0, 1.0])
SYSTEMS: Final = (
    (np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([4.0, 5.0])),
    (np.array([[5.0, 7.0], [7.0, 10.0]]), np.array([4.0, 5.0])),
    (np.array([[13.0, 13.0], [13.0, 13.0]]), np.array([36.0, 54.0])),
    (np.array([[5.0, 5.0], [5.0, 5.0]]), np.array([15.0, 15.0])),
)
# Colours that colour-blind readers can tell apart.
BLUE, RED, GREEN, ORANGE = "#0072b2", "#d55e00", "#009e73", "#e69f00"
COLORS: Final = (BLUE, ORANGE)


@picture(after="singular")
def lines_of_a_system(solve: Any) -> str:
    """**Two equations are two lines.** They cross at the one solution, or nearly coincide and cross far away, or
    are parallel and never meet, or are the same line. In the last case all points of the line are solutions, and
    yours should be the foot of the perpendicular from the origin, where the circle touches.
    """
    _, panels = plt.subplots(1, 4, figsize=(15, 4.3), layout="constrained")
    titles = []
    for axes, (A, b) in zip(panels, SYSTEMS, strict=True):
        solution = solve(A, b)
        half = 7.0 if solution.theta is None else 1.6 * float(np.max(np.abs(solution.theta))) + 0.8
        titles.append(draw_system(axes, A, b, solution, min(half, 8.0)))
        axes.set_title(f"{titles[-1]}\n{equations(A, b)}", fontsize=10)
    return f"Four systems of two equations as pairs of lines. Your solve says {'; '.join(titles)}."


def draw_system(axes: Any, A: np.ndarray, b: np.ndarray, solution: Any, half: float) -> str:
    """Two lines and what there is of a solution, up to `half` in each direction; returns that in words."""
    for row, right, color, width in zip(A, b, COLORS, (4.5, 1.8), strict=True):
        draw_line(axes, row, float(right), half, color, width)
    axes.plot(0, 0, "+", color="black", markersize=9)
    axes.set(xlim=(-half, half), ylim=(-half, half), xlabel=r"$\theta_1$", ylabel=r"$\theta_2$", aspect="equal")
    if solution.theta is None:
        return str(solution.kind)
    theta = np.asarray(solution.theta, dtype=float)
    axes.plot(*theta, "o", color=RED, markersize=8, zorder=3)
    if solution.kind == "infinite":
        draw_shortest(axes, theta)
    return f"{solution.kind}: ({theta[0]:.3g}, {theta[1]:.3g})"


def draw_line(axes: Any, row: np.ndarray, right: float, half: float, color: str, width: float) -> None:
    """The points theta with row @ theta = right."""
    foot = right * row / (row @ row)
    along = np.array([-row[1], row[0]]) / np.linalg.norm(row)
    ends = foot + np.outer([-4 * half, 4 * half], along)
    axes.plot(*ends.T, color=color, linewidth=width)


def draw_shortest(axes: Any, theta: np.ndarray) -> None:
    """The way from the origin to the solution, and all points that are as far away."""
    axes.plot([0, theta[0]], [0, theta[1]], "--", color=RED, linewidth=1.3)
    around = np.linspace(0, 2 * np.pi, 200)
    radius = np.linalg.norm(theta)
    axes.plot(radius * np.cos(around), radius * np.sin(around), color=RED, linewidth=0.8)


def equations(A: np.ndarray, b: np.ndarray) -> str:
    """The system as a line of text."""
    texts = [rf"${row[0]:g}\,\theta_1 + {row[1]:g}\,\theta_2 = {right:g}$" for row, right in zip(A, b, strict=True)]
    return "\n".join(texts).replace("$1\\,", "$").replace("+ 1\\,", "+ ")


@picture(
    after="singular",
    angle=Slider("angle between the lines", 0.0, 90.0, start=10.0, step=0.5),
    gap=Slider("gap at theta1 = 2", 0.0, 2.0, start=0.5, step=0.25),
)
def two_lines(solve: Any, *, angle: float, gap: float) -> str:
    """**Turn one line.** The smaller the angle, the farther away they cross, and the more a small change of b moves
    the crossing: that is what the condition number measures. At an angle of 0 it is all about the gap. What does
    your `solve` say then, for a gap and for none?
    """
    turned = np.radians(angle)
    A = np.array([[0.0, 1.0], [-np.sin(turned), np.cos(turned)]])
    b = np.array([2.0, A[1] @ [2.0, 2.0 + gap]])
    solution = solve(A, b)
    _, axes = plt.subplots(figsize=(5.5, 5.5), layout="constrained")
    found = draw_system(axes, A, b, solution, 8.0)
    condition = np.linalg.cond(A)
    size = "infinite" if condition > 1e15 else f"{condition:.3g}"
    axes.set_title(f"angle {angle:g} degrees, condition number {size}\n{found}")
    return (
        f"Two lines at an angle of {angle:g} degrees, a gap of {gap:g}; condition number {size}. Your solve: {found}."
    )


@picture(after="least_squares")
def right_angle(least_squares: Any) -> str:
    """**One right angle.** The same fit of three points twice: on the left with a residual for each point, on the
    right in the space of all right sides, one axis per sample. There the two columns of X span a plane, X theta is
    the foot of the perpendicular from y. The residual stands upright on the plane: it is at a right angle to both
    columns.
    """
    theta = np.asarray(least_squares(X, Y).theta, dtype=float)
    fit = X @ theta
    figure = plt.figure(figsize=(12, 4.6), layout="constrained")
    axes = figure.add_subplot(1, 2, 1)
    ends = np.array([0.0, 7.0])
    axes.plot(ends, theta[0] * ends + theta[1], color=BLUE, label=r"the fit, $X\theta$")
    axes.vlines(X[:, 0], fit, Y, color=RED, linewidth=2, label="residuals")
    axes.plot(X[:, 0], Y, "o", color="black", label="y")
    axes.legend(loc="upper right")
    axes.set(xlabel="x", ylabel="y", title=f"slope {theta[0]:.3f}, intercept {theta[1]:.3f}")
    angles = draw_column_space(figure.add_subplot(1, 2, 2), fit)
    return (
        f"Three points and your line of slope {theta[0]:.3f} and intercept {theta[1]:.3f}; beside it, in the space of "
        f"right sides, the residual at angles of {angles[0]:.1f} and {angles[1]:.1f} degrees to the columns of X."
    )


def column_basis() -> np.ndarray:
    """Three unit vectors at right angles: along the column of x, in the plane of the columns, and towards y."""
    first = X[:, 0] / np.linalg.norm(X[:, 0])
    second = X[:, 1] - X[:, 1] @ first * first
    second /= np.linalg.norm(second)
    normal = np.cross(first, second)
    return np.stack([first, second, normal * np.sign(normal @ Y)])


BASIS: Final = column_basis()


def draw_column_space(axes: Any, fit: np.ndarray) -> list[float]:
    """The plane of the columns of X, nearly edge-on, and y above it; returns the angles at the residual, in degrees."""
    origin = np.zeros(3)
    corners = np.array([(-0.8, -0.8), (7.4, -0.8), (7.4, 4.6), (-0.8, 4.6)]) @ BASIS[:2]
    axes.fill(*seen(corners).T, color=BLUE, alpha=0.12, linewidth=0)
    edge = seen(corners[:2]).mean(axis=0)
    axes.annotate("the plane of the columns", edge, (-30, -20), textcoords="offset points", ha="center", size=9)
    for end, color, name, offset, side in (
        (X[:, 0], BLUE, "column of x", (6, -4), "left"),
        (3 * X[:, 1], BLUE, "3 times the column of ones", (6, -14), "left"),
        (fit, GREEN, r"$X\theta$", (6, -12), "left"),
        (Y, "black", "y", (-4, 6), "right"),
    ):
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", seen(end), seen(origin), arrowprops=arrow)
        axes.annotate(name, seen(end), offset, textcoords="offset points", color=color, ha=side)
    residual = Y - fit
    axes.plot(*seen(np.array([fit, Y])).T, color=RED, linewidth=2.5)
    axes.annotate("residual", seen((fit + Y) / 2), (8, 0), textcoords="offset points", color=RED, va="center")
    back, up = -0.5 * fit / np.linalg.norm(fit), 0.35 * residual / np.linalg.norm(residual)
    axes.plot(*seen(np.array([fit + back, fit + back + up, fit + up])).T, color=RED, linewidth=1)
    degrees = [float(np.degrees(np.arccos(c @ residual / np.linalg.norm(c) / np.linalg.norm(residual)))) for c in X.T]
    axes.set_title(pad=24, label=f"residual and columns: angles of {degrees[0]:.1f} and {degrees[1]:.1f} degrees")
    axes.set_aspect("equal")
    axes.set_axis_off()
    return degrees


def seen(points: np.ndarray) -> np.ndarray:
    """Points in space (..., 3) projected onto the paper (..., 2), from the side and a little from above."""
    first, second, normal = BASIS
    right = first * np.cos(0.35) + second * np.sin(0.35)
    away = second * np.cos(0.35) - first * np.sin(0.35)
    return np.stack([points @ right, points @ (normal * np.cos(0.22) + away * np.sin(0.22))], axis=-1)


@picture(after="bad_input")
def what_squaring_costs(normal_equations: Any, solve: Any, least_squares: Any) -> str:
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
    for (name, values), mark, color in zip(errors.items(), ("o", "s", "x"), (RED, BLUE, "black"), strict=True):
        axes.loglog(conditions, values, mark, color=color, label=name)
    for slope, color in ((2, RED), (1, BLUE)):
        axes.loglog(conditions, 1e-16 * conditions**slope, color=color, linewidth=0.8, label=f"slope {slope}")
    axes.set(xlabel="condition number of X", ylabel="relative error of theta", ylim=(2e-17, 1))
    axes.legend(loc="upper left", fontsize=9)
    ends = ", ".join(f"{values[-1]:.0e} for {name}" for name, values in errors.items())
    return f"Relative errors against the condition number of X, both logarithmic. At 1e7 they are {ends}."


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
    answers = [ways[0].theta, np.linalg.lstsq(data, targets, rcond=None)[0], ways[1].theta]
    thetas = [np.full(3, np.nan) if answer is None else np.asarray(answer, dtype=float) for answer in answers]
    return [float(np.linalg.norm(one - theta) / np.linalg.norm(theta)) for one in thetas]
