from otter.test_files import test_case

OK_FORMAT = False

name = "least_squares"
points = None

@test_case(points=None, hidden=False)
def test_least_squares(env):
    try:
        from autograder.otter.checks import check_part
    except ImportError as error:
        how = 'install the course as its README.md says, and choose its .venv as the kernel here'
        raise ImportError(f'{error}: {how}') from None
    check_part('normal_equations', 'least_squares', env)
